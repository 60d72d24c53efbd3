
// The dashboard's tables, and what opens from them: a series, a night, two nights. What is open stands in the page's address, so
// that the browser goes back, and a link can say it.
const overview = document.getElementById("overview"), detail = document.getElementById("detail"), pageTitle = document.title;
const address = (kind, what) => `#${kind}=${encodeURIComponent(what)}`;

function node(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  set(element, attributes);
  element.append(...children);
  return element;
}
const named = (text) => node("bdi", {}, text);
const linked = (kind, what, text) => node("a", { href: address(kind, what) }, named(text));
const seriesHead = (one) => node("th", { scope: "row" }, linked("series", one.name, one.problem ? one.name.slice(0, -one.problem.length - 3) : one.name), ...(one.problem ? [node("small", {}, named(one.problem))] : []));
const numberCell = (text, kind = "") => node("td", { class: "number " + kind }, text);

async function dashboard() {
  const data = JSON.parse(await inflated(document.getElementById("data")));
  const { nights, series } = data;
  for (const night of nights) {
    night.sentinels = night.sentinels.map(([name, value, low, high, n, alarmed]) => ({ name, value: value * data.unit, low: low * data.unit, high: high * data.unit, n, alarmed }));
  }
  const voids = [...nights.keys()].filter((index) => nights[index].void);
  const byName = new Map(series.map((one, index) => [one.name, index]));
  const byId = new Map(nights.map((night, index) => [night.id, index]));

  // The ratio of a series in a night against the first reference, with its interval.
  function estimate(one, night) {
    const value = one.value[night];
    if (value === null) return null;
    return { value: value * data.unit, low: (value - one.low[night]) * data.unit, high: (value + one.high[night]) * data.unit, void: nights[night].void !== null };
  }
  // As the night itself measured it, against its own reference.
  function measured(one, night) {
    const found = estimate(one, night), shift = data.unit * (one.shifts.findLast(([from]) => from <= night)?.[1] ?? 0);
    return found && { value: found.value - shift, low: found.low - shift, high: found.high - shift };
  }
  // Ratio of two independent ratios: distances to the ends add as squares (Zou & Donner 2008).
  const over = (a, b) => ({ value: a.value - b.value, low: a.value - b.value - Math.hypot(a.value - a.low, b.high - b.value), high: a.value - b.value + Math.hypot(a.high - a.value, b.value - b.low) });
  const levelsOf = (one) => one.levels.map(([from, to, value, low, high, n]) => ({ from, to, value: value * data.unit, low: low * data.unit, high: high * data.unit, n }));
  const instructionsText = (one, night) => one.instructions[night] === null || one.instructions[night] === undefined ? ABSENT : signed(percentOf(one.instructions[night] * data.unit_of_instructions), 2).replace("+0.00", "0.00");

  const common = { nights: nights.length, night: (index) => nights[index], voids };
  function seriesTrack(index) {
    const one = series[index];
    return { ...common, at: (night) => estimate(one, night), levels: levelsOf(one), events: one.events,
      changes: data.changes.filter((change) => change.series === index && !change.instructions).map((change) => ({ ...change, size: change.size * data.unit, hash: nights[change.first].hash })) };
  }
  function pairTrack({ one, many }) {
    const [a, b] = [series[one], series[many]], levels = [];
    const at = (night) => { const [x, y] = [estimate(a, night), estimate(b, night)]; return x && y && { ...over(x, y), void: x.void }; };
    for (const x of levelsOf(a)) for (const y of levelsOf(b)) {
      const from = Math.max(x.from, y.from), to = Math.min(x.to, y.to);
      if (from <= to) levels.push({ from, to, ...over(x, y) });
    }
    return { ...common, at, levels, events: [], changes: [] };
  }

  // A table's rows: sparklines, links, and a click anywhere in a row.
  const tracks = [];
  function enrow(row, kind, what, text, track) {
    const name = row.querySelector(".name") ?? row.cells[0].firstChild;
    const link = node("a", { href: address(kind, what) });
    name.replaceWith(link);
    link.append(name);
    row.addEventListener("click", (event) => { if (!event.target.closest("a") && !getSelection().toString()) link.click(); });
    if (track) tracks.push([row.querySelector(".spark"), track]);
  }
  for (const row of document.querySelectorAll("tr[data-series]")) {
    const index = +row.dataset.series;
    enrow(row, "series", series[index].name, series[index].name, seriesTrack(index));
  }
  for (const row of document.querySelectorAll("tr[data-pair]")) {
    const pair = data.pairs[row.dataset.pair];
    enrow(row, "scaling", series[pair.many].name, pair.name, pairTrack(pair));
  }
  for (const name of document.querySelectorAll(".change bdi.link")) {
    const link = node("a", { href: address("series", series[name.dataset.index].name) });
    name.replaceWith(link);
    link.append(name);
  }
  for (const row of document.querySelectorAll("tr[data-night]")) enrow(row, "night", nights[row.dataset.night].id);
  let sparkWidth = 0;
  function sparks() {
    const width = overview.clientWidth;
    if (!width || width === sparkWidth) return;
    sparkWidth = width;
    // All widths before anything is drawn: each would lay out the table again.
    const rooms = tracks.map(([place]) => place.clientWidth);
    tracks.forEach(([place, track], index) => sparkline(place, track, rooms[index]));
    const figure = document.getElementById("sentinel-chart");
    if (figure) { figure.hidden = false; sentinelChart(figure, nights); }
  }
  new ResizeObserver(sparks).observe(overview);

  // Up and down go from row to row.
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], link = event.target.closest?.("tbody th > a");
    if (step && link) {
      const links = [...link.closest("tbody").querySelectorAll("tr:not([hidden]) > th > a")];
      const next = links[links.indexOf(link) + step];
      if (next) { event.preventDefault(); next.focus(); }
    } else if (event.key === "/" && !overview.hidden && !event.target.closest?.("input, select, textarea")) {
      event.preventDefault();
      document.getElementById("filter")?.focus();
    } else if (event.key === "Escape" && overview.hidden) location.hash = "#series";
  });

  function filterable() {
    const filter = document.getElementById("filter"), count = document.getElementById("count");
    if (!filter) return;
    const rows = [...document.querySelectorAll("#all tbody tr")], texts = rows.map((row) => series[row.dataset.series].name.toLowerCase());
    document.getElementById("tools").hidden = false;
    const apply = () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, index) => { row.hidden = !words.every((word) => texts[index].includes(word)); shown += !row.hidden; });
      count.textContent = words.length ? `${shown} of ${rows.length}` : `${rows.length} series`;
    };
    filter.addEventListener("input", apply);
    filter.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { filter.value = ""; apply(); }
      if (event.key === "ArrowDown" || event.key === "Enter") { event.preventDefault(); document.querySelector("#all tbody tr:not([hidden]) a")?.focus(); }
    });
    apply();
  }

  function sortable() {
    const table = document.getElementById("all");
    if (!table) return;
    const body = table.tBodies[0], collator = new Intl.Collator("en", { numeric: true });
    for (const head of table.querySelectorAll("th[data-sort]")) {
      const key = head.dataset.sort, sorter = node("button", { type: "button" }, ...head.childNodes);
      head.append(sorter);
      sorter.addEventListener("click", () => {
        // Numbers begin with the largest: what is slowest.
        const down = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") === "ascending" : key !== "name";
        for (const other of table.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const value = (row) => row.dataset[key];
        const compare = key === "name" ? (a, b) => collator.compare(series[a.dataset.series].name, series[b.dataset.series].name) : (a, b) => value(a) - value(b);
        // What has no number comes last either way.
        const absent = (row) => key !== "name" && value(row) === "";
        body.append(...[...body.rows].sort((a, b) => absent(a) - absent(b) || (down ? -1 : 1) * compare(a, b)));
      });
    }
  }

  function nightList() {
    const form = document.getElementById("compare"), all = document.getElementById("all-nights");
    if (form) {
      const options = () => [...nights.keys()].reverse().map((index) => node("option", { value: nights[index].id }, `${dayOf(nights[index])} ${nights[index].hash}${nights[index].void ? " (void)" : ""}`));
      form.elements.a.append(...options());
      form.elements.b.append(...options());
      form.elements.a.selectedIndex = Math.min(1, nights.length - 1);
      form.hidden = false;
      form.addEventListener("submit", (event) => { event.preventDefault(); location.hash = address("nights", form.elements.a.value + " " + form.elements.b.value); });
    }
    if (!all) return;
    all.hidden = false;
    all.addEventListener("click", () => {
      const body = document.getElementById("by-night").tBodies[0];
      for (let index = nights.length - body.rows.length - 1; index >= 0; index--) {
        const night = nights[index];
        const measuredHere = series.filter((one) => one.value[index] !== null).length;
        const row = node("tr", { class: night.void ? "void" : "", "data-night": index }, node("th", { scope: "row" }, momentOf(night)), node("td", {}, node("code", {}, night.hash), " ", named(night.subject)),
          node("td", { class: "found" }, named(`${measuredHere} series` + (night.void ? `; void: ${night.void}` : ""))), numberCell(lengthText(night.seconds)));
        body.append(row);
        enrow(row, "night", night.id);
      }
      all.parentElement.remove();
    });
  }
  function lengthText(seconds) { return seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`; }

  // What the address asks for.
  let left = 0, opener = null;
  function route() {
    const [, kind, what] = location.hash.match(/^#(series|scaling|night|nights)=(.*)$/) ?? [];
    const view = kind && { series: seriesView, scaling: scalingView, night: nightView, nights: nightsView }[kind](decoded(what));
    if (!view) {
      if (overview.hidden) {
        detail.hidden = true;
        overview.hidden = false;
        document.title = pageTitle;
        const named = document.getElementById(location.hash.slice(1));
        if (opener?.isConnected) opener.focus({ preventScroll: true });
        if (named && location.hash !== "#series") named.scrollIntoView(); else scrollTo(0, left);
      }
      return;
    }
    if (detail.hidden) { left = scrollY; opener = document.activeElement; }
    overview.hidden = true;
    detail.hidden = false;
    detail.replaceChildren(node("p", { class: "back" }, node("a", { href: "#series" }, "← All series")), ...view);
    const heading = detail.querySelector("h2");
    document.title = heading.textContent + " · Tenfold";
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    scrollTo(0, 0);
    for (const draws of detail.querySelectorAll(".draws")) draws.dispatchEvent(new Event("shown"));
  }
  function decoded(text) { try { return decodeURIComponent(text); } catch { return text; } }

  // The chart of a track, with the reader's cursor on a night.
  const RANGES = [30, 100, 300];
  function explorer(track, label, tell) {
    const plot = node("div", { class: "draws", role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": 0, "aria-valuemax": nights.length - 1 });
    const output = node("p", { class: "readout" }), figure = node("figure", { class: "chart" }, plot, output);
    let range = nights.length > 400 ? 300 : nights.length, cursor = nights.length - 1, drawn = null, line = null, width = 0;
    const buttons = RANGES.filter((n) => n < nights.length).concat(nights.length).map((n) => {
      const choice = node("button", { type: "button", "aria-pressed": n === range }, n === nights.length ? `All ${n.toLocaleString("en")}` : `Last ${n}`);
      choice.addEventListener("click", () => { range = n; for (const other of buttons) other.setAttribute("aria-pressed", other === choice); render(); });
      return choice;
    });
    function render() { width = plot.clientWidth; drawn = chart(plot, track, range); line = draw(drawn.svg, "line", { class: "cursor" }); move(Math.max(cursor, drawn.first)); }
    function move(to) {
      cursor = Math.min(nights.length - 1, Math.max(drawn.first, to));
      set(line, { x1: drawn.cursorAt(cursor), x2: drawn.cursorAt(cursor), y1: drawn.top, y2: drawn.bottom });
      const told = tell(cursor);
      output.replaceChildren(linked("night", nights[cursor].id, dayOf(nights[cursor])), " ", node("code", {}, nights[cursor].hash), " ", named(`“${nights[cursor].subject}”`), node("br"), named(told));
      set(plot, { "aria-valuenow": cursor, "aria-valuetext": `${dayOf(nights[cursor])}: ${told}` });
    }
    const nightAt = (event) => drawn.nightAt(event.clientX - plot.getBoundingClientRect().left);
    plot.addEventListener("pointermove", (event) => move(nightAt(event)));
    plot.addEventListener("click", (event) => { move(nightAt(event)); location.hash = address("night", nights[cursor].id); });
    plot.addEventListener("keydown", (event) => {
      const to = { ArrowLeft: cursor - 1, ArrowRight: cursor + 1, PageUp: cursor - 10, PageDown: cursor + 10, Home: 0, End: nights.length - 1 }[event.key];
      if (to !== undefined) { event.preventDefault(); move(to); }
      if (event.key === "Enter") location.hash = address("night", nights[cursor].id);
    });
    plot.addEventListener("shown", () => { render(); new ResizeObserver(() => { if (plot.clientWidth && plot.clientWidth !== width) render(); }).observe(plot); });
    return [...(buttons.length > 1 ? [node("p", { class: "range" }, ...buttons)] : []), figure];
  }

  function tableOf(label, heads, rows, most = Infinity) {
    const body = node("tbody"), table = node("table", {}, node("thead", {}, node("tr", {}, ...heads.map(([text, kind]) => node("th", { scope: "col", class: kind ?? "" }, text)))), body);
    const place = node("div", { class: "table", role: "group", tabindex: 0, "aria-label": label }, table);
    body.append(...rows.slice(0, most).map((row) => row()));
    if (rows.length <= most) return [place];
    const more = node("button", { type: "button" }, `Show all ${rows.length.toLocaleString("en")}`);
    more.addEventListener("click", () => { body.append(...rows.slice(most).map((row) => row())); more.remove(); });
    return [place, more];
  }

  const levelSentence = (level) => `Level since ${dayOf(nights[level.from])} (${level.n === 1 ? "1 night" : `${level.n} nights`}): ${ratioText(level)} against the reference.`;

  function seriesView(name) {
    const index = byName.get(name), one = series[index];
    if (!one) return null;
    const track = seriesTrack(index), level = track.levels.at(-1), changes = track.changes;
    const faultOf = new Map(one.faults.map(([night, kind, reason]) => [night, { kind, reason }])), eventOf = new Map(one.events.map((event) => [event[0], event[2]]));
    const changeOf = new Map(changes.map((change) => [change.first, change]));
    const faultText = ({ kind, reason }) => (kind === "wrong" ? "wrong answer: " : "not run: ") + reason;
    const notes = (night) => [changeOf.has(night) && `${shortText(changeOf.get(night).size)} from here on`, eventOf.get(night), nights[night].void && `void: ${nights[night].void}`].filter(Boolean);
    const tell = (night) => {
      const found = estimate(one, night), counted = instructionsText(one, night);
      const said = found ? `${ratioText(found)}, n = ${one.n[night]}${counted === ABSENT ? "" : `, instructions ${counted}`}` : faultOf.has(night) ? faultText(faultOf.get(night)) : "not measured";
      return [said, ...notes(night)].join(" · ");
    };
    const rows = [...nights.keys()].reverse().filter((night) => one.value[night] !== null || faultOf.has(night)).map((night) => () => {
      const found = estimate(one, night), fault = faultOf.get(night);
      return node("tr", { class: nights[night].void ? "void" : fault ? "wrong" : "" }, node("th", { scope: "row" }, linked("night", nights[night].id, dayOf(nights[night]))),
        numberCell(found ? ratioText(found) : ABSENT, "last"), numberCell(found ? String(one.n[night]) : ABSENT), numberCell(instructionsText(one, night)),
        node("td", { class: "wide" }, node("code", {}, nights[night].hash), " ", named(nights[night].subject)), node("td", { class: "wide" }, named([fault && faultText(fault), ...notes(night)].filter(Boolean).join("; "))));
    });
    const unmeasured = nights.length - rows.length;
    return [
      node("h2", {}, named(one.name)),
      node("p", { class: "answer" }, level ? levelSentence(level) : "It was never measured."),
      ...(level ? explorer(track, `Ratios of ${one.name} by night`, tell) : []),
      ...(level ? [legend(track)] : []),
      node("h3", {}, "Nights"),
      ...tableOf("Nights", [["Night"], ["Time", "number"], ["n", "number"], ["Instructions", "number"], ["Revision"], ["Notes"]], rows, 30),
      ...(unmeasured ? [node("p", { class: "muted" }, `Not measured in ${unmeasured} of ${nights.length} nights.`)] : []),
    ];
  }
  // A legend promises only what is drawn.
  function legend(track) {
    const drawn = ["Dots are nights, with their intervals; bars are levels with theirs."];
    if (track.changes.length) drawn.push("Solid lines are changes.");
    if (track.events.length) drawn.push("Dotted lines are new machines and references" + (track.events.length > MOST_EVENTS ? `, drawn where there are at most ${MOST_EVENTS}.` : "."));
    if (track.voids.length) drawn.push("Void nights are grey and hollow, and not used.");
    return node("p", { class: "muted small" }, drawn.join(" "));
  }

  function scalingView(name) {
    const pair = data.pairs.find(({ many }) => series[many].name === name);
    if (!pair) return null;
    const track = pairTrack(pair), level = track.levels.at(-1);
    const tell = (night) => { const found = track.at(night); return found ? `parallel efficiency ${ratioText(found)}` : "not measured on both"; };
    return [
      node("h2", {}, named(`Parallel efficiency of ${name}`)),
      node("p", { class: "answer" }, level ? `${ratioText(level)} against the reference's since ${dayOf(nights[level.from])}: the ratio of times on one worker over that on several.` : "The two were never measured in the same nights."),
      node("p", {}, "Made from ", linked("series", series[pair.one].name, series[pair.one].name), " and ", linked("series", series[pair.many].name, series[pair.many].name), "."),
      ...explorer(track, `Parallel efficiency of ${name} by night`, tell),
      legend(track),
    ];
  }

  // How the references of a night are called: short, with the first line of the message.
  const referenceOf = (night) => data.references[night.reference];
  function compareWith(index) {
    const chooser = node("select", { "aria-label": "Compare with night" }, node("option", { value: "" }, "Compare with…"), ...[...nights.keys()].reverse().filter((other) => other !== index).map((other) => node("option", { value: nights[other].id }, `${dayOf(nights[other])} ${nights[other].hash}`)));
    chooser.addEventListener("change", () => { if (chooser.value) location.hash = address("nights", chooser.value + " " + nights[index].id); });
    return chooser;
  }
  function nightView(id) {
    const index = byId.get(id), night = nights[index];
    if (!night) return null;
    const found = series.map((one) => ({ one, estimate: measured(one, index), fault: one.faults.find(([at]) => at === index) })).filter(({ estimate, fault }) => estimate || fault);
    found.sort((a, b) => !!b.fault - !!a.fault || (b.estimate?.value ?? 0) - (a.estimate?.value ?? 0));
    const reach = reachOf(found.map(({ estimate }) => estimate).filter(Boolean));
    const rows = found.map(({ one, estimate, fault }) => () => {
      const level = levelsOf(one).find(({ from, to }) => from <= index && index <= to), cell = node("td", { class: "forest" });
      if (estimate) forest(cell, estimate, reach);
      return node("tr", { class: fault ? "wrong" : "" }, seriesHead(one), cell,
        fault ? node("td", { class: "last" }, named((fault[1] === "wrong" ? "wrong answer: " : "not run: ") + fault[2])) : numberCell(ratioText(estimate), "last"),
        numberCell(estimate ? String(one.n[index]) : ABSENT), numberCell(level ? shortText(level.value) : ABSENT), numberCell(instructionsText(one, index)));
    });
    const reference = referenceOf(night), beside = (step, text) => nights[index + step] ? [node("a", { href: address("night", nights[index + step].id) }, text)] : [];
    const facts = node("dl", { class: "facts" }, ...[["Revision", `${night.hash} “${night.subject}”`], ["Reference", `${reference.hash} “${reference.subject}”`], ["Machine", data.machines[night.machine]], ["Began", momentOf(night)], ["Took", lengthText(night.seconds)], ["Night", night.id]]
      .map(([name, value]) => node("div", {}, node("dt", {}, name), node("dd", {}, named(value)))));
    const judged = found.map(({ one }) => [estimate(one, index), levelsOf(one).find(({ from, to }) => from <= index && index <= to)]).filter(([here, level]) => here && level);
    const off = judged.filter(([{ low, high }, level]) => level.high < low || level.low > high).length;
    const alarmed = night.sentinels.filter((sentinel) => sentinel.alarmed).length;
    return [
      node("h2", {}, `The night of ${dayOf(night)}`),
      ...(night.void ? [node("p", { class: "verdict notice" }, named(`This night says nothing: ${night.void.replace(/\.$/, "")}. It is not used.`))] : []),
      node("p", { class: "steps" }, ...beside(-1, "← night before"), ...beside(1, "night after →"), ...(nights.length > 1 ? [compareWith(index)] : [])),
      ...(judged.length ? [node("p", { class: "answer" }, `${off} of ${judged.length} series lie off their level by more than their interval.`)] : []),
      facts,
      ...night.accepted.map(([commit, reason]) => node("p", {}, "Accepted by ", node("code", {}, commit.slice(0, 12)), ": ", named(`“${reason}”`))),
      node("h3", {}, `${found.length} series against the reference`),
      ...tableOf("Series of the night", [["Series"], ["Interval", "forest"], ["Time", "number"], ["n", "number"], ["Level", "number"], ["Instructions", "number"]], rows, 200),
      ...(night.sentinels.length ? [
        node("h3", {}, "Sentinels"),
        node("p", {}, alarmed ? `${alarmed} of ${night.sentinels.length} raised a false alarm.` : `None of ${night.sentinels.length} raised an alarm.`),
        ...tableOf("Sentinels", [["Reference against itself"], ["Time", "number"], ["n", "number"], ["Alarm"]], night.sentinels.map((one) => () => node("tr", { class: one.alarmed ? "wrong" : "" }, node("th", { scope: "row" }, named(one.name)), numberCell(ratioText(one), "last"), numberCell(String(one.n)), node("td", {}, one.alarmed ? "false alarm" : "none"))))] : []),
      ...(night.left_out.length ? [node("h3", {}, "Left out"), node("ul", {}, ...night.left_out.map(([what, why]) => node("li", {}, node("strong", {}, named(what)), " ", named(why))))] : []),
    ];
  }

  function nightsView(ids) {
    const [a, b] = ids.split(" ").map((id) => byId.get(id));
    if (a === undefined || b === undefined) return null;
    const [early, late] = [Math.min(a, b), Math.max(a, b)];
    const found = [], apart = [];
    for (const one of series) {
      const [x, y] = [estimate(one, a), estimate(one, b)];
      if (!x || !y) continue;
      if (one.events.some(([night, , , parts]) => parts && early < night && night <= late)) apart.push(one.name);
      else found.push({ one, x, y, ratio: over(y, x) });
    }
    const differs = ({ ratio: { low, high } }) => low > 0 || high < 0, sure = ({ ratio: { value, low, high } }) => Math.abs(value) / Math.max(high - low, 1e-9);
    found.sort((one, other) => sure(other) - sure(one));
    const moved = found.filter(differs).length, reach = reachOf(found.map(({ ratio }) => ratio));
    const rows = found.map((entry) => () => {
      const cell = node("td", { class: "forest" }), { one, x, y, ratio } = entry;
      forest(cell, ratio, reach);
      return node("tr", {}, seriesHead(one), cell, numberCell(ratioText(ratio), differs(entry) ? "moved" : ""), numberCell(shortText(x.value)), numberCell(shortText(y.value)));
    });
    const which = (night) => [linked("night", nights[night].id, dayOf(nights[night])), " ", node("code", {}, nights[night].hash), " ", named(`“${nights[night].subject}”`), nights[night].void ? " (void)" : ""];
    const swap = node("a", { href: address("nights", `${nights[b].id} ${nights[a].id}`) }, "Swap");
    const chance = (0.05 * found.length).toFixed(found.length < 40 ? 1 : 0);
    return [
      node("h2", {}, `${dayOf(nights[b])} over ${dayOf(nights[a])}`),
      node("p", { class: "answer" }, found.length ? `${moved} of ${found.length} series differ by more than their 95 % intervals; by chance, ${chance} would.` : "The two nights have no series in common that can be compared."),
      node("dl", { class: "facts" }, node("div", {}, node("dt", {}, "From"), node("dd", {}, ...which(a))), node("div", {}, node("dt", {}, "To"), node("dd", {}, ...which(b)))),
      node("p", { class: "steps" }, swap),
      ...tableOf("Series of both nights", [["Series"], ["Interval", "forest"], ["To over from", "number"], ["From", "number"], ["To", "number"]], rows),
      node("p", { class: "muted small" }, "Each night measured its revision against a reference; the ratio of the two ratios compares the revisions. +3 % takes 3 % longer. Bold: the interval excludes no change."),
      ...(apart.length ? [node("p", { class: "muted" }, `Not comparable, since the reference was moved in between without a measurement that joins them: ${apart.join(", ")}.`)] : []),
    ];
  }

  filterable();
  sortable();
  nightList();
  addEventListener("hashchange", route);
  route();
}
dashboard();
