"use strict";

// T switches between light and dark, for the room at hand.
const root = document.documentElement;
Reveal.initialize({
  width: 1920, height: 1080, margin: 0, center: false, hash: true, slideNumber: "c/t", transition: "none",
  backgroundTransition: "none", plugins: [RevealNotes],
  keyboard: { 84: () => { root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"; } },
});
