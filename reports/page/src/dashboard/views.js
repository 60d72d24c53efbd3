// What opens from the tables: a series, the scaling of one, a night, two nights. Each view is a list of elements, or nothing where
// there is none of that name.
function views({ data, byName, byId, estimate, measured, over, levelsOf, instructionsText, seriesTrack, pairTrack }) {
  const { nights, series } = data;

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

  const nightsText = (n) => n === 1 ? "1 night" : `${n} nights`;
  const levelSentence = (level) => `Level since ${dayOf(nights[level.from])} (${nightsText(level.n)}): ${ratioText(level)} against the reference.`;

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
      node("p", { class: "answer" }, level ? levelSentence(level) : "Never measured."),
      ...(level ? explorer(track, `Ratios of ${one.name} by night`, tell) : []),
      ...(level ? [legend(track)] : []),
      node("h3", {}, "Nights"),
      ...tableOf("Nights", [["Night"], ["Time", "number"], ["n", "number"], ["Instructions", "number"], ["Revision"], ["Notes"]], rows, 30),
      ...(unmeasured ? [node("p", { class: "muted" }, `Not measured in ${unmeasured} of ${nightsText(nights.length)}.`)] : []),
    ];
  }
  // A legend promises only what is drawn.
  function legend(track) {
    const drawn = ["Dots are nights, bars are levels, both with their intervals."];
    if (track.changes.length) drawn.push("Solid lines are changes.");
    if (track.events.length) drawn.push(track.events.length > MOST_EVENTS ? `New machines and references are not drawn: there are more than ${MOST_EVENTS}.` : "Dotted lines are new machines and references.");
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
      node("p", { class: "answer" }, level ? `${ratioText(level)} against the reference since ${dayOf(nights[level.from])}: the time ratio on one worker divided by that on several.` : "The two were never measured in the same night."),
      node("p", {}, "Computed from ", linked("series", series[pair.one].name, series[pair.one].name), " and ", linked("series", series[pair.many].name, series[pair.many].name), "."),
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
    const facts = node("dl", { class: "facts" }, ...[["Revision", `${night.hash} “${night.subject}”`], ["Reference", `${reference.hash} “${reference.subject}”`], ["Machine", data.machines[night.machine]], ["Started", momentOf(night)], ["Duration", lengthText(night.seconds)], ["Night", night.id]]
      .map(([name, value]) => node("div", {}, node("dt", {}, name), node("dd", {}, named(value)))));
    const judged = found.map(({ one }) => [estimate(one, index), levelsOf(one).find(({ from, to }) => from <= index && index <= to)]).filter(([here, level]) => here && level);
    const off = judged.filter(([{ low, high }, level]) => level.high < low || level.low > high).length;
    const alarmed = night.sentinels.filter((sentinel) => sentinel.alarmed).length;
    return [
      node("h2", {}, `The night of ${dayOf(night)}`),
      ...(night.void ? [node("p", { class: "verdict notice" }, named(`This night is void and not used: ${night.void.replace(/\.$/, "")}.`))] : []),
      node("p", { class: "steps" }, ...beside(-1, "← night before"), ...beside(1, "night after →"), ...(nights.length > 1 ? [compareWith(index)] : [])),
      ...(judged.length ? [node("p", { class: "answer" }, `${off} of ${judged.length} series ${off === 1 ? "is off its" : "are off their"} level: the two intervals do not overlap.`)] : []),
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
      node("p", { class: "answer" }, found.length ? `${moved} of ${found.length} series ${moved === 1 ? "differs beyond its 95 % interval" : "differ beyond their 95 % intervals"}; ${chance} would by chance.` : "The two nights have no series in common that can be compared."),
      node("dl", { class: "facts" }, node("div", {}, node("dt", {}, "From"), node("dd", {}, ...which(a))), node("div", {}, node("dt", {}, "To"), node("dd", {}, ...which(b)))),
      node("p", { class: "steps" }, swap),
      ...tableOf("Series of both nights", [["Series"], ["Interval", "forest"], ["To / from", "number"], ["From", "number"], ["To", "number"]], rows),
      node("p", { class: "muted small" }, "Each night measured its revision against a reference; the ratio of the two ratios compares the revisions. +3 % means 3 % longer. Bold: the interval excludes “no change”."),
      ...(apart.length ? [node("p", { class: "muted" }, `Not comparable, since the reference moved in between without a measurement linking the two: ${apart.join(", ")}.`)] : []),
    ];
  }
  return { series: seriesView, scaling: scalingView, night: nightView, nights: nightsView };
}
