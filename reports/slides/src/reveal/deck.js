"use strict";

// T switches between light and dark, for the room at hand.
const root = document.documentElement;
function switchTheme() {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  speaker.tell();
}
Reveal.initialize({
  width: WIDTH, height: 1080, margin: 0, center: false, hash: true, slideNumber: "c/t", transition: "none",
  backgroundTransition: "none",
  // The keys of a clicker, and the space bar, end on the last slide; the appendix below it is reached by the arrow down.
  keyboard: { 32: "right", 33: "left", 34: "right" },
});
Reveal.addKeyBinding({ keyCode: 84, key: "T", description: "Light or dark" }, switchTheme);
Reveal.addKeyBinding({ keyCode: 83, key: "S", description: "Speaker view" }, speaker.open);
for (const event of ["slidechanged", "fragmentshown", "fragmenthidden"]) {
  Reveal.on(event, () => turn(Reveal.getCurrentSlide()));
  Reveal.on(event, speaker.tell);
}
