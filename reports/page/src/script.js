"use strict";

// The theme: the system's, until the reader says otherwise.
const root = document.documentElement;
const button = document.getElementById("theme");
const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
const nameTheme = () => { button.textContent = isDark() ? "Light" : "Dark"; };
button.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; nameTheme(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);
button.hidden = false;
nameTheme();

// What the page holds packed (deflated, in base 64) is unpacked when its fold is opened or its view is chosen: nobody opens
// them all.
function inflated(template) {
  const bytes = Uint8Array.from(atob(template.content.textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}
function unpacked(template) {
  return template.unpacking ??= (async () => {
    const content = document.createElement("template"), place = template.parentElement;
    content.innerHTML = await inflated(template);
    place.querySelector(":scope > .needed")?.remove();
    template.replaceWith(content.content);
    if (!place.matches(".plot")) enliven(place);
  })();
}
const unpackedIn = (place) => Promise.all([...place.querySelectorAll(":scope > .packed")].map(unpacked));
document.addEventListener("toggle", ({ target }) => { if (target.open) unpackedIn(target); }, true);
for (const { parentElement: choice } of document.querySelectorAll(".switch > fieldset")) {
  choice.addEventListener("change", ({ target }) => choice.querySelectorAll(`figure[data-view="${target.value}"]`).forEach(unpackedIn));
}
for (const said of document.querySelectorAll(".needed")) said.hidden = true;

// Narrow figures are needed under the width from which the style shows them.
const phone = matchMedia("(max-width: 43rem)");
const narrow = () => { if (phone.matches) for (const plot of document.querySelectorAll(".plot")) unpackedIn(plot); };
phone.addEventListener("change", narrow);
narrow();

// Printed, tables are unfolded; of ranks, distributions, profiles and sources, whose summaries say the most of it, only
// those that the reader has opened.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open], .ranks, .distribution, .profile, .source)")];
  for (const details of unfolded) details.open = true;
});
addEventListener("afterprint", () => { for (const details of unfolded) details.open = false; });

// Figures to take along. A figure's colours stand in it as attributes, those of a light page, and its letters inherit a font.
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif', PNG_SCALE = 3;

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
function copied(svg) {
  const copy = svg.cloneNode(true);
  for (const drawn of copy.querySelectorAll(".what-if, .away")) drawn.remove();
  if (!svg.classList.contains("flame")) return copy;
  // A flamegraph is as wide as the page, and has its letters and lines from the page's style.
  const width = svg.clientWidth, height = svg.getAttribute("height");
  set(copy, { width, height, viewBox: `0 0 ${width} ${height}` });
  for (const letters of copy.querySelectorAll("text")) set(letters, { "font-size": 13, fill: letters.closest(".hit") ? "#fff" : "#191a1b" });
  for (const frame of copy.querySelectorAll("rect")) {
    set(frame, { stroke: "#fff" });
    for (const name of ["fg:x", "fg:w"]) frame.removeAttribute(name);
  }
  return copy;
}
function standalone(plot) {
  const svg = copied(plot.querySelector("svg")), [x, y, width, height] = svg.getAttribute("viewBox").split(" ");
  const paper = document.createElementNS(svg.namespaceURI, "rect");
  set(paper, { x, y, width, height, fill: "#fff" });
  svg.prepend(paper);
  svg.removeAttribute("aria-hidden");
  set(svg, { "font-family": FONT, role: "img", "aria-label": plot.getAttribute("aria-label") });
  return new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
}
async function png(plot) {
  const svg = copied(plot.querySelector("svg")), image = new Image(), canvas = document.createElement("canvas");
  image.src = URL.createObjectURL(standalone(plot));
  await image.decode();
  URL.revokeObjectURL(image.src);
  canvas.width = PNG_SCALE * svg.getAttribute("width");
  canvas.height = PNG_SCALE * svg.getAttribute("height");
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
// A flamegraph's numbers are in its frames: which level, from which sample on, how many samples.
function frames(svg) {
  const rows = [...svg.querySelectorAll("g")].map((group) => {
    const rect = group.querySelector("rect"), name = group.querySelector("title").textContent.replace(/ \([^(]*\)$/, "");
    return { y: +rect.getAttribute("y"), x: +rect.getAttribute("fg:x"), samples: +rect.getAttribute("fg:w"), name };
  });
  const levels = [...new Set(rows.map((row) => row.y))].sort((a, b) => b - a);
  const quoted = (name) => '"' + name.replaceAll('"', '""') + '"';
  const lines = rows.sort((a, b) => b.y - a.y || a.x - b.x).map((row) => [levels.indexOf(row.y), row.x, row.samples, quoted(row.name)].join(","));
  return ["level,first_sample,samples,function", ...lines, ""].join("\n");
}
// A figure's numbers are held column by column, each a row of CSV; a field keeps its quotes on the way.
function rows(columns) {
  const read = [[]];
  for (const [, field, end] of columns.matchAll(/("(?:[^"]|"")*"|[^,\n]*)([,\n])/g)) {
    read.at(-1).push(field);
    if (end === "\n") read.push([]);
  }
  return read[0].map((_, row) => read.slice(0, -1).map((column) => column[row]).join(",") + "\n").join("");
}
async function csv(plot) {
  const svg = plot.querySelector("svg.flame");
  await unpackedIn(plot);
  return new Blob([svg ? frames(svg) : rows(plot.querySelector(".columns").content.textContent)], { type: "text/csv" });
}
const kinds = { svg: standalone, png, csv };
function takeable(take) {
  take.hidden = false;
  take.addEventListener("click", async ({ target: { value } }) => {
    if (value) save(await kinds[value](take.previousElementSibling), take.dataset.file + "." + value);
  });
}

// Flamegraphs. inferno's drawing gives each frame its left edge and width in samples (fg:x, fg:w).
const HIT = "#7a3fb5", GAP = 3, LETTER = 7.2;

function flamegraph(figure) {
  const svg = figure.querySelector("svg.flame");
  if (!svg) return;
  const detail = figure.querySelector(".flame-detail"), output = figure.querySelector("output");
  const reset = figure.querySelector(".reset"), search = figure.querySelector("input");
  const frames = [...svg.querySelectorAll("g")].map((group) => {
    const rect = group.querySelector("rect");
    return { group, rect, text: group.querySelector("text"), title: group.querySelector("title").textContent,
      fill: rect.getAttribute("fill"), x: +rect.getAttribute("fg:x"), width: +rect.getAttribute("fg:w"), y: +rect.getAttribute("y") };
  });
  const whole = { x: 0, width: +svg.dataset.total, y: Infinity };
  let view = whole, current = frames.reduce((a, b) => (b.y > a.y ? b : a));

  const inside = (frame, x, width) => frame.x < x + width && frame.x + frame.width > x;
  function draw() {
    const pixels = svg.clientWidth;
    for (const { group, rect, text, title, x, width, y } of frames) {
      group.classList.toggle("away", !inside({ x, width }, view.x, view.width));
      group.classList.toggle("root", y > view.y);
      const left = Math.max(0, (x - view.x) / view.width), right = Math.min(1, (x + width - view.x) / view.width);
      rect.setAttribute("x", 100 * left + "%");
      rect.setAttribute("width", 100 * Math.max(0, right - left) + "%");
      const room = Math.floor(((right - left) * pixels - 2 * GAP) / LETTER);
      const name = title.replace(/ \([^(]*\)$/, "");
      text.setAttribute("x", 100 * left + "%");
      text.setAttribute("dx", GAP);
      text.textContent = room < 3 ? "" : name.length <= room ? name : name.slice(0, room - 1) + "…";
    }
    reset.disabled = view === whole;
  }
  function zoom(frame) { view = frame; draw(); }
  function choose(frame) {
    if (!frame) return;
    current.group.classList.remove("current");
    current = frame;
    current.group.classList.add("current");
    detail.textContent = frame.title;
  }
  const frameOf = (target) => frames.find((frame) => frame.group === target.closest("g"));
  svg.addEventListener("click", (event) => { const frame = frameOf(event.target); if (frame) { choose(frame); zoom(frame); } });
  svg.addEventListener("pointerover", (event) => { const frame = frameOf(event.target); if (frame) detail.textContent = frame.title; });
  reset.addEventListener("click", () => zoom(whole));

  // A stack grows upwards: the frame above a frame has the next smaller y.
  const levels = [...new Set(frames.map((frame) => frame.y))].sort((a, b) => b - a);
  const level = (step) => frames.filter((frame) => frame.y === levels[levels.indexOf(current.y) + step] && inside(frame, current.x, current.width));
  const beside = (step) => {
    const row = frames.filter((frame) => frame.y === current.y).sort((a, b) => a.x - b.x);
    return row[row.indexOf(current) + step];
  };
  const widest = (row) => row.reduce((a, b) => (!a || b.width > a.width ? b : a), undefined);
  const keys = {
    ArrowUp: () => choose(widest(level(1))), ArrowDown: () => choose(widest(level(-1))),
    ArrowLeft: () => choose(beside(-1)), ArrowRight: () => choose(beside(1)),
    Enter: () => zoom(current), Escape: () => zoom(whole),
  };
  svg.addEventListener("keydown", (event) => { if (keys[event.key]) { event.preventDefault(); keys[event.key](); } });
  svg.addEventListener("focus", () => choose(current));

  search.addEventListener("input", () => {
    const wanted = search.value.toLowerCase();
    const hits = wanted ? frames.filter((frame) => frame.title.toLowerCase().includes(wanted)) : [];
    for (const frame of frames) {
      frame.rect.setAttribute("fill", hits.includes(frame) ? HIT : frame.fill);
      frame.group.classList.toggle("hit", hits.includes(frame));
    }
    // A hit inside a hit has its samples already.
    let matched = 0, end = 0;
    for (const { x, width } of hits.sort((a, b) => a.x - b.x || b.width - a.width)) {
      matched += Math.max(0, x + width - Math.max(end, x));
      end = Math.max(end, x + width);
    }
    output.textContent = wanted ? (100 * matched / whole.width).toFixed(1) + " % of the samples match" : "";
  });

  new ResizeObserver(draw).observe(svg);
}

// On a phone the style shows the rows of a table as cards: each cell needs its column's name, and, since what is no longer laid
// out as a table is no longer read as one, its role.
function stackable(table) {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  table.classList.add("cards");
  table.setAttribute("role", "table");
  for (const group of [table.tHead, ...table.tBodies]) group.setAttribute("role", "rowgroup");
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    [...row.cells].forEach((cell, column) => {
      cell.setAttribute("role", { col: "columnheader", row: "rowheader" }[cell.scope] ?? "cell");
      if (row.parentElement !== table.tHead) cell.dataset.label = names[column];
    });
  }
}

// What acts in a part of the page, once it is there.
function enliven(place) {
  for (const take of place.querySelectorAll(".take")) takeable(take);
  for (const figure of place.querySelectorAll(".profile figure")) flamegraph(figure);
  for (const table of place.querySelectorAll(".table > table:not([id], .diff, .code, .listing)")) stackable(table);
}
enliven(document);

// Any two sources side by side. Their lines are those of the tables above; what differs was found when the page was written.
function anyTwo(details) {
  const sources = [], differences = {};
  let tables;
  async function gather() {
    await Promise.all([...details.parentElement.querySelectorAll(":scope > .source:not(.beside)")].map(unpackedIn));
    tables = [...details.parentElement.querySelectorAll(":scope > .source > .table > .diff")];
    for (const table of tables) {
      for (const [index, first, head] of [[table.dataset.left, 0, 0], [table.dataset.right, 3, 1]]) {
        const lines = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(first, first + 3)).filter(([number]) => number.textContent);
        sources[index] ??= { lines, head: table.tHead.rows[0].cells[head], said: table.caption.querySelectorAll("span")[head] };
      }
    }
    draw();
  }
  for (const line of details.dataset.differences.trim().split("\n")) {
    const [left, right, hunks] = line.split(" ");
    const read = (flip) => [...hunks.matchAll(/=(\d+)|-(\d+)\+(\d+)/g)].map(([, same, gone, come]) =>
      same ? { left: +same, right: +same, same: true } : { left: +(flip ? come : gone), right: +(flip ? gone : come) });
    differences[left + " " + right] = read(false);
    differences[right + " " + left] = read(true);
  }
  const [left, right] = details.querySelectorAll("select"), place = details.querySelector(".table");
  function draw() {
    const table = tables[0].cloneNode(true), body = table.tBodies[0], sides = [sources[left.value], sources[right.value]];
    sides.forEach(({ head, said }, side) => {
      table.tHead.rows[0].cells[side].replaceWith(head.cloneNode(true));
      table.caption.querySelectorAll("span")[side].replaceWith(said.cloneNode(true));
    });
    body.replaceChildren();
    const whole = [{ left: sides[0].lines.length, right: sides[1].lines.length, same: true }], at = [0, 0];
    for (const hunk of differences[left.value + " " + right.value] ?? whole) {
      for (let row = 0; row < Math.max(hunk.left, hunk.right); row++) {
        const tr = body.insertRow();
        if (!hunk.same) tr.className = "x";
        [hunk.left, hunk.right].forEach((lines, side) => {
          for (let cell = 0; cell < 3; cell++) {
            tr.append(row < lines ? sides[side].lines[at[side] + row][cell].cloneNode(true) : document.createElement("td"));
          }
        });
      }
      at[0] += hunk.left;
      at[1] += hunk.right;
    }
    place.replaceChildren(table);
  }
  right.value = left.options.length - 1;
  for (const select of [left, right]) select.addEventListener("change", () => { if (tables) draw(); });
  details.addEventListener("toggle", () => { if (details.open && !place.firstChild) gather(); });
  details.hidden = false;
}
for (const details of document.querySelectorAll(".any-two")) anyTwo(details);
