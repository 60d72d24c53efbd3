
// The dashboard's tables, and which view is open. That stands in the page's address, so that the browser goes back, and a link can
// say it.
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
const lengthText = (seconds) => seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;

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

  // What the address asks for.
  const opens = views({ data, byName, byId, estimate, measured, over, levelsOf, instructionsText, seriesTrack, pairTrack });
  let left = 0, opener = null;
  function route() {
    const [, kind, what] = location.hash.match(/^#(series|scaling|night|nights)=(.*)$/) ?? [];
    const view = kind && opens[kind](decoded(what));
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

  filterable();
  sortable();
  nightList();
  addEventListener("hashchange", route);
  route();
}
dashboard();
