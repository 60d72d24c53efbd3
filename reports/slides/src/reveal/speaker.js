"use strict";

// The speaker's window (S): this slide, the next step, the notes and the clock. It is filled from here with copies of what
// the deck holds, so that it has no script of its own; and it wears the deck's own style sheet, which is the one that the
// policy it inherits lets in.
const WIDTH = 1920;
const speaker = { view: null };

speaker.open = () => {
  if (speaker.view && !speaker.view.closed) { speaker.view.focus(); return; }
  speaker.view = open("", "_blank", "width=1280,height=800");
  if (!speaker.view) {
    alert("The browser blocked the speaker window: allow pop-ups for this deck, then press S again.");
    return;
  }
  const page = speaker.view.document;
  page.title = "Speaker view: " + document.title;
  page.documentElement.lang = "en";
  page.head.append(page.importNode(document.querySelector("style"), true));
  page.body.className = "speaker";
  const add = (parent, tag, name, text = "") => {
    const element = page.createElement(tag);
    element.className = name;
    element.textContent = text;
    parent.append(element);
    return element;
  };
  const preview = (parent, name) => {
    const frame = add(parent, "div", "preview " + name);
    // A picture of a slide: the deck itself is where it is read and used.
    frame.inert = true;
    frame.ariaHidden = "true";
    return add(add(frame, "div", "reveal"), "div", "slides");
  };
  const main = add(page.body, "main", "");
  const left = add(main, "div", "column"), right = add(main, "div", "column");
  speaker.title = add(left, "h1", "");
  speaker.now = preview(left, "now");
  const bar = add(left, "p", "bar");
  const button = (text, act) => { const b = add(bar, "button", "", text); b.type = "button"; b.addEventListener("click", act); };
  button("Back", () => Reveal.prev());
  button("Next", () => Reveal.next());
  button("Restart the clock", () => { speaker.begun = Date.now(); speaker.tick(); });
  speaker.clock = add(bar, "span", "clock");
  speaker.clock.setAttribute("role", "timer");
  speaker.following = add(right, "h2", "");
  speaker.then = preview(right, "then");
  add(right, "h2", "", "Notes");
  speaker.notes = add(right, "div", "said");
  speaker.notes.tabIndex = 0;
  speaker.notes.setAttribute("role", "group");
  speaker.notes.ariaLabel = "Notes";
  speaker.begun = Date.now();
  speaker.view.addEventListener("resize", speaker.fit);
  page.addEventListener("keydown", speaker.key);
  speaker.tell();
};

// Both windows are led by the same keys; a button keeps its own.
speaker.key = (event) => {
  const keys = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", n: "next",
    ArrowLeft: "prev", ArrowUp: "prev", PageUp: "prev", p: "prev",
  };
  if (!keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("button") && event.key === " ") return;
  if (event.target.closest(".said") && event.key.startsWith("Arrow") && speaker.notes.scrollHeight > speaker.notes.clientHeight) return;
  event.preventDefault();
  Reveal[keys[event.key]]();
};

speaker.tell = () => {
  if (!speaker.view || speaker.view.closed) return;
  const page = speaker.view.document, slide = Reveal.getCurrentSlide(), slides = Reveal.getSlides();
  const place = slides.indexOf(slide), step = Reveal.availableFragments().next;
  const following = step ? slide : slides[place + 1];
  const titleOf = (section) => section.querySelector("h2")?.textContent ?? "";
  const show = (frame, section, next) => {
    frame.replaceChildren();
    if (!section) return;
    const copy = page.importNode(section, true);
    copy.querySelector("aside.notes")?.remove();
    for (const name of ["hidden", "style", "aria-hidden"]) copy.removeAttribute(name);
    copy.classList.remove("past", "future");
    copy.classList.add("present");
    const hidden = next ? [...copy.querySelectorAll(".fragment:not(.visible)")] : [];
    const step = Math.min(...hidden.map((fragment) => Number(fragment.dataset.fragmentIndex)));
    for (const fragment of hidden) if (Number(fragment.dataset.fragmentIndex) === step) fragment.classList.add("visible");
    frame.append(copy);
    turn(copy);
  };
  speaker.title.textContent = `${place + 1} of ${slides.length}: ${titleOf(slide)}`;
  speaker.following.textContent = step ? "Next: another step on this slide" : following ? "Next: " + titleOf(following) : "This is the last slide";
  show(speaker.now, slide, false);
  show(speaker.then, following, Boolean(step));
  speaker.notes.replaceChildren(...[...(slide.querySelector("aside.notes")?.children ?? [])].map((note) => page.importNode(note, true)));
  speaker.notes.scrollTop = 0;
  page.documentElement.dataset.theme = document.documentElement.dataset.theme;
  speaker.fit();
  speaker.tick();
};

speaker.fit = () => {
  for (const slides of [speaker.now, speaker.then]) {
    const frame = slides.parentElement;
    frame.style.transform = `scale(${frame.parentElement.clientWidth / WIDTH})`;
  }
};

speaker.tick = () => {
  if (!speaker.view || speaker.view.closed) return;
  const seconds = Math.floor((Date.now() - speaker.begun) / 1000), two = (n) => String(n).padStart(2, "0");
  const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  speaker.clock.textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)} · ${time}`;
};

setInterval(speaker.tick, 1000);
addEventListener("pagehide", () => speaker.view?.close());
