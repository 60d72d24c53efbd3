"use strict";

// Nothing of a slide is cut off. Own text that has no room is written smaller, step by step, down to what a last row can read;
// what has no room even then is turned over, a part at each step, by the keys that lead on.

// Sizes of own text below the first, in pixels, as the style sheet knows them. 24 are 18 pt.
const TEXT = [34, 30, 27, 24];
// How much of what is seen is new after a turn: the rest is seen twice, so that every line is seen whole in one part or another.
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
  body.ariaLabel = "Scrollable: more than fits on this slide";
  body.addEventListener("scroll", () => trim(body));
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
  trim(body);
  more.firstChild.textContent = `${turned < turns ? "↓ " : ""}part ${turned + 1} of ${turns + 1}`;
}

// Leaves out the lines of which only a half would be seen, at either end of a part.
function trim(body) {
  const box = body.getBoundingClientRect(), scale = box.height / body.offsetHeight || 1;
  const page = body.ownerDocument, range = page.createRange(), texts = page.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  let above = 0, below = 0;
  while (texts.nextNode()) {
    range.selectNode(texts.currentNode);
    for (const line of range.getClientRects()) {
      if (line.top < box.top - 1 && line.bottom > box.top) above = Math.max(above, line.bottom - box.top);
      if (line.top < box.bottom && line.bottom > box.bottom + 1) below = Math.max(below, box.bottom - line.top);
    }
  }
  body.style.clipPath = `inset(${above / scale}px 0 ${below / scale}px)`;
}

for (const slide of document.querySelectorAll(".slides section:not(:has(section))")) fit(slide);
