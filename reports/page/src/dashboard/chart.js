// What the dashboard draws. A track is what is drawn of a series: its nights, levels, changes and events. Numbers are logarithms
// of ratios; what is shown is their percentage.
const FACTOR = 1.5, NARROW = 0.4, ABSENT = "–";
const percentOf = (log) => 100 * Math.expm1(log);
const fixed = (value, digits) => { const text = value.toFixed(digits); return /^-[0.]+$/.test(text) ? text.slice(1) : text.replace("-", "−"); };
const signed = (value, digits) => { const text = fixed(value, digits); return (value > 0 ? "+" : "") + text + " %"; };
const digitsOf = (low, high) => percentOf(high) - percentOf(low) < NARROW ? 2 : 1;
const threeDigits = (value) => value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
function ratioText({ value, low, high }) {
  if (Math.exp(value) >= FACTOR || Math.exp(value) < 1 / FACTOR) return `${threeDigits(Math.exp(value))}× [${threeDigits(Math.exp(low))},\u00a0${threeDigits(Math.exp(high))}]`;
  const digits = digitsOf(low, high);
  return `${signed(percentOf(value), digits)} [${fixed(percentOf(low), digits)},\u00a0${fixed(percentOf(high), digits)}]`;
}
const shortText = (log) => Math.abs(log) >= Math.log(FACTOR) ? threeDigits(Math.exp(log)) + "×" : signed(percentOf(log), 1);
const dayOf = (night) => new Date(night.at).toISOString().slice(0, 10);
const momentOf = (night) => new Date(night.at).toISOString().slice(0, 16).replace("T", " ") + " UTC";

function draw(parent, name, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  set(element, attributes);
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}
function quantileOf(sorted, share) { return sorted[Math.round(share * (sorted.length - 1))]; }
const numerically = (a, b) => a - b;

// Where percentages lie on a height: the extremes, but no single spike makes all others flat.
function verticalScale(values, least, top, bottom, spikes = 3) {
  const sorted = values.filter(Number.isFinite).sort(numerically);
  let low = -least, high = least;
  if (sorted.length) {
    const [q, p] = [quantileOf(sorted, 0.05), quantileOf(sorted, 0.95)], room = spikes * Math.max(p - q, least / 2);
    low = Math.min(low, Math.max(sorted[0], q - room));
    high = Math.max(high, Math.min(sorted.at(-1), p + room));
  }
  const margin = 0.06 * (high - low);
  low -= margin;
  high += margin;
  const at = (value) => Math.min(bottom, Math.max(top, bottom - (value - low) / (high - low) * (bottom - top)));
  return { at, low, high, holds: (value) => value >= low && value <= high };
}
function ticksOf(low, high, most) {
  const rough = (high - low) / most, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((step) => step >= rough);
  const ticks = [];
  for (let at = Math.ceil(low / step) * step; at <= high; at += step) ticks.push(at);
  return { ticks, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
}

// Where every night runs on another machine, lines for each would hide the nights.
const MOST_EVENTS = 40;
const few = (events, most) => events.length <= most ? events : [];

// A sparkline: what lies between the least and the largest of so many nights, levels, changes, events.
function sparkline(place, track, room) {
  const width = Math.max(60, room - 14), height = 32, nights = track.nights;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  set(svg, { class: "spark", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  const percents = Array.from({ length: nights }, (_, i) => { const point = track.at(i); return point && !point.void ? percentOf(point.value) : NaN; });
  const levels = track.levels.map((level) => percentOf(level.value));
  const scale = verticalScale(percents.concat(levels), 2, 3, height - 3, 1);
  const x = (night) => nights > 1 ? 4 + night / (nights - 1) * (width - 8) : width / 2;
  const columns = Math.min(nights, Math.floor(width / 2));
  draw(svg, "line", { class: "zero", x1: 0, x2: width, y1: scale.at(0), y2: scale.at(0) });
  let path = "", run = [];
  const close = () => {
    if (run.length === 1) run.push([run[0][0] + 1, run[0][1], run[0][2]]);
    if (run.length) path += "M" + run.map(([at, , high]) => at + " " + high).join("L") + "L" + run.reverse().map(([at, low]) => at + " " + low).join("L") + "Z";
    run = [];
  };
  for (let column = 0; column < columns; column++) {
    const [from, to] = [column, column + 1].map((c) => Math.floor(c * nights / columns));
    const held = percents.slice(from, to).filter(Number.isFinite);
    if (held.length) run.push([x((from + to - 1) / 2).toFixed(1), scale.at(Math.min(...held)).toFixed(1), scale.at(Math.max(...held)).toFixed(1)]); else close();
  }
  close();
  draw(svg, "path", { class: "spread", d: path });
  for (const [night] of few(track.events, 20)) draw(svg, "line", { class: "event", x1: x(night - 0.5), x2: x(night - 0.5), y1: 0, y2: height });
  for (const level of track.levels) {
    const from = x(level.from), y = scale.at(percentOf(level.value)).toFixed(1);
    draw(svg, "path", { class: "level", d: `M${from.toFixed(1)} ${y}H${Math.max(from + 2, x(level.to)).toFixed(1)}` });
  }
  for (const change of track.changes) {
    const at = x(change.first), slower = change.size > 0, y = slower ? 0 : height;
    const tip = slower ? 6 : -6;
    draw(svg, "path", { class: "mark " + (slower ? "slower" : "faster"), d: `M${at} ${y}l4 ${tip}h-8z` });
  }
  place.replaceChildren(svg);
}

// Labels above a plot, in lanes. None covers another or another's line; what has no room is told by the cursor.
const LANE = 19, MOST_LANES = 4, LETTERS = 7.2;
function lanes(labels, left, right) {
  const placed = [];
  for (const label of labels) {
    const length = label.text.length * LETTERS, flips = label.x + 6 + length > right;
    const [from, to] = flips ? [label.x - 6 - length, label.x - 4] : [label.x + 4, label.x + 6 + length];
    const fits = (lane) => from >= left && placed.every((other) =>
      other.lane === lane ? to < other.from - 4 || from > other.to + 4
        : other.lane > lane ? other.x < from - 2 || other.x > to + 2
          : label.x < other.from - 2 || label.x > other.to + 2);
    const lane = [...Array(MOST_LANES).keys()].find(fits);
    if (lane !== undefined) placed.push({ ...label, lane, from, to, flips });
  }
  return placed;
}
// From the right there is mostly room for more, at the right edge from the left; a change's label is worth more than an event's.
function laid(labels, left, right) {
  const sorted = [...labels].sort((a, b) => b.x - a.x), worth = (placed) => placed.reduce((sum, { step }) => sum + (step ? 100 : 1), 0);
  const ways = [sorted, [...sorted].reverse(), labels].map((way) => lanes(way, left, right));
  return ways.reduce((best, way) => worth(way) > worth(best) ? way : best);
}

// The large chart of a track. The reader's cursor moves from night to night; `tell` is called with each.
function chart(place, track, range, cursor) {
  const width = Math.max(280, place.clientWidth), phone = width < 600, first = Math.max(0, track.nights - range), shown = track.nights - first;
  const left = 58, right = width - 14;
  const x = (night) => shown > 1 ? left + 8 + (night - first) / (shown - 1) * (right - left - 16) : (left + right) / 2;
  const pitch = shown > 1 ? x(first + 1) - x(first) : 20;
  const labels = [
    ...track.changes.filter((change) => change.first >= first).map((change) => ({ x: x(change.first - 0.5), text: shortText(change.size) + (phone ? "" : " " + change.hash), class: change.size > 0 ? "slower" : "faster", step: true })),
    ...few(track.events.filter(([night]) => night >= first), MOST_EVENTS).map(([night, kind]) => ({ x: x(night - 0.5), text: kind, class: "", step: false })),
  ].map((label) => ({ ...label, x: Math.max(left, label.x) }));
  const placed = laid(labels, left, right), used = Math.max(0, ...placed.map(({ lane }) => lane + 1));
  const top = 10 + used * LANE, height = (phone ? 260 : 340) + used * LANE, bottom = height - 30;
  const points = [];
  for (let night = first; night < track.nights; night++) { const point = track.at(night); if (point) points.push({ night, ...point }); }
  const scale = verticalScale(points.filter((point) => !point.void).flatMap((p) => pitch >= 3 ? [percentOf(p.low), percentOf(p.high)] : [percentOf(p.value)]), 1, top, bottom);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  set(svg, { viewBox: `0 0 ${width} ${height}`, height, "aria-hidden": "true" });
  for (const night of track.voids.filter((night) => night >= first)) draw(svg, "rect", { class: "void-night", x: x(night) - Math.max(1, pitch / 2), y: top, width: Math.max(2, pitch), height: bottom - top });
  const { ticks, digits } = ticksOf(scale.low, scale.high, phone ? 5 : 7);
  for (const tick of ticks) {
    const zero = Math.abs(tick) < 1e-9, y = scale.at(tick);
    draw(svg, "line", { class: zero ? "zero" : "grid-line", x1: left, x2: right, y1: y, y2: y });
    draw(svg, "text", { x: left - 8, y: y + 4.5, "text-anchor": "end" }, zero ? "0 %" : signed(tick, digits));
  }
  const dates = Math.max(1, Math.min(shown - 1, Math.floor((right - left) / 130)));
  for (const night of new Set(Array.from({ length: dates + 1 }, (_, i) => first + Math.round(i * (shown - 1) / dates)))) {
    const edge = x(night) > right - 50 ? "end" : x(night) < left + 50 ? "start" : "middle";
    draw(svg, "text", { x: edge === "end" ? right : edge === "start" ? left : x(night), y: height - 8, "text-anchor": shown === 1 ? "middle" : edge }, dayOf(track.night(night)));
  }
  for (const label of labels) {
    const at = placed.find((other) => other.x === label.x && other.text === label.text);
    const y = at ? 8 + (used - 1 - at.lane) * LANE : top;
    draw(svg, "line", { class: label.step ? "step " + label.class : "event", x1: label.x, x2: label.x, y1: y, y2: bottom });
  }
  for (const label of placed) draw(svg, "text", { class: label.class, x: label.flips ? label.x - 5 : label.x + 5, y: 8 + (used - 1 - label.lane) * LANE + 8, "text-anchor": label.flips ? "end" : "start" }, label.text);
  for (const level of track.levels.filter((level) => level.to >= first)) {
    const from = x(Math.max(first, level.from)) - 4, length = x(level.to) + 4 - from, [high, low] = [level.high, level.low].map((end) => scale.at(percentOf(end)));
    draw(svg, "rect", { class: "level-band", x: from, y: high, width: length, height: Math.max(0.5, low - high) });
  }
  const radius = pitch >= 7 ? 3.5 : pitch >= 3 ? 2.5 : 1.75;
  for (const [kind, held] of [["", points.filter((point) => !point.void)], ["void", points.filter((point) => point.void)]]) {
    const whiskers = held.filter(() => pitch >= 3).map((point) => `M${x(point.night).toFixed(1)} ${scale.at(percentOf(point.low)).toFixed(1)}V${scale.at(percentOf(point.high)).toFixed(1)}`);
    draw(svg, "path", { class: `whisker ${kind} ${pitch < 7 ? "thin" : ""}`, d: whiskers.join("") });
    for (const point of held) {
      const value = percentOf(point.value), at = { class: "dot " + kind };
      const [cx, cy] = [x(point.night).toFixed(1), scale.at(value).toFixed(1)];
      if (scale.holds(value)) draw(svg, "circle", { ...at, cx, cy, r: radius });
      else draw(svg, "path", { ...at, d: `M${cx} ${cy}l-4 ${value > 0 ? 7 : -7}h8z` });
    }
  }
  for (const level of track.levels.filter((level) => level.to >= first)) {
    draw(svg, "path", { class: "level", d: `M${x(Math.max(first, level.from)) - 4} ${scale.at(percentOf(level.value))}H${x(level.to) + 4}` });
  }
  if (cursor !== undefined && cursor >= first) draw(svg, "line", { class: "cursor", x1: x(cursor), x2: x(cursor), y1: top, y2: bottom });
  place.replaceChildren(svg);
  return { first, nightAt: (px) => Math.min(track.nights - 1, Math.max(first, Math.round(first + (px - left - 8) / (right - left - 16) * (shown - 1)))), cursorAt: (night) => x(night), top, bottom, svg };
}

// One row of a forest: a dot with its interval, on the scale of all rows.
function forest(place, { value, low, high }, reach) {
  const width = 210, middle = width / 2, at = (log) => Math.min(width - 3, Math.max(3, middle + percentOf(log) / reach * (middle - 5))).toFixed(1);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  set(svg, { class: "spark forest", viewBox: `0 0 ${width} 20`, "aria-hidden": "true" });
  draw(svg, "line", { class: "zero", x1: middle, x2: middle, y1: 0, y2: 20 });
  draw(svg, "path", { class: "whisker", d: `M${at(low)} 10H${at(high)}` });
  draw(svg, "circle", { class: "dot", cx: at(value), cy: 10, r: 3.5 });
  place.append(svg);
}
// How far a forest must reach, in percent: nearly all of its intervals.
const reachOf = (estimates) => Math.max(1, quantileOf(estimates.flatMap(({ low, high }) => [Math.abs(percentOf(low)), Math.abs(percentOf(high))]).sort(numerically), 0.97) ?? 1);

// All sentinels by night, each a dot; false alarms stand out.
function sentinelChart(place, nights) {
  const width = Math.max(280, place.clientWidth), height = 170, left = 58, right = width - 14, top = 10, bottom = height - 30;
  const x = (night) => nights.length > 1 ? left + 8 + night / (nights.length - 1) * (right - left - 16) : (left + right) / 2;
  const dots = nights.flatMap((night, index) => night.sentinels.map((sentinel) => ({ index, value: percentOf(sentinel.value), alarmed: sentinel.alarmed })));
  const scale = verticalScale(dots.map(({ value }) => value), 1, top, bottom);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  set(svg, { viewBox: `0 0 ${width} ${height}`, height, role: "img", "aria-label": `Differences measured by ${dots.length} ${dots.length === 1 ? "comparison" : "comparisons"} of the reference with itself, by night` });
  const { ticks, digits } = ticksOf(scale.low, scale.high, 4);
  for (const tick of ticks) {
    const zero = Math.abs(tick) < 1e-9, y = scale.at(tick);
    draw(svg, "line", { class: zero ? "zero" : "grid-line", x1: left, x2: right, y1: y, y2: y });
    draw(svg, "text", { x: left - 8, y: y + 4.5, "text-anchor": "end" }, zero ? "0 %" : signed(tick, digits));
  }
  for (const night of new Set([0, nights.length - 1])) draw(svg, "text", { x: night ? right : left, y: height - 8, "text-anchor": night ? "end" : "start" }, dayOf(nights[night]));
  for (const { index, value, alarmed } of dots.sort((a, b) => a.alarmed - b.alarmed)) draw(svg, "circle", { class: alarmed ? "dot alarm" : "dot", cx: x(index).toFixed(1), cy: scale.at(value).toFixed(1), r: alarmed ? 4 : nights.length > 200 ? 1.5 : 2.5 });
  place.replaceChildren(svg);
}
