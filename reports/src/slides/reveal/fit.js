"use strict";

// Nothing of a slide is cut off. Own text that has no room is written smaller, step by step, down to what a last row can read;
// what has no room even then is turned over, a part at each step, by the keys that lead on.

// Sizes of own text below the first, in pixels, as the style sheet knows them. 24 are 18 pt.
const TEXT = [34, 30, 27, 24];
// How much of what is seen is new after a turn: the rest is seen twice, so that no line is seen in halves only.
const NEW = 0.9;

function fit(slide) {
  const body = slide.querySelector(".body");
  const isTooFull = () => [slide, body].some((e) => e.scrollHeight > e.clientHeight + 1);
  for (const size of body.querySelector(".own") ? TEXT : []) {
    if (!isTooFull()) return;
    body.dataset.text = size;
  }
  if (!isTooFull()) return;
  slide.classList.add("scrolls");
  body.tabIndex = 0;
  body.setAttribute("role", "group");
  body.ariaLabel = "More than this slide has room for";
  const more = document.createElement("p");
  more.className = "more";
  more.append(document.createElement("span"));
  body.after(more);
  turn(slide);
  const turns = Math.ceil((body.scrollHeight - body.clientHeight) / (body.clientHeight * NEW));
  for (let k = 0; k < turns; k++) {
    const step = document.createElement("span");
    step.className = "fragment";
    more.append(step);
  }
  turn(slide);
}

// Shows the part of a slide that its steps have come to.
function turn(slide) {
  const more = slide?.querySelector(".more");
  if (!more) return;
  const turns = more.querySelectorAll(".fragment").length, turned = more.querySelectorAll(".fragment.visible").length;
  const body = slide.querySelector(".body");
  body.scrollTop = turned * body.clientHeight * NEW;
  more.firstChild.textContent = `${turned < turns ? "↓ " : ""}part ${turned + 1} of ${turns + 1}`;
}

for (const slide of document.querySelectorAll(".slides section")) fit(slide);
