
// Sliders where they explain: Amdahl's law over the measured scaling, an intensity under the measured roofs. What they draw
// was measured by nobody: it is dashed, appears when a slider is moved, is not printed, and stays here when a figure is taken
// along.
function axis(text) {
  const [kind, first, from, last, to] = text.split(" "), way = kind === "log" ? Math.log : Number;
  const share = (value) => (way(value) - way(+first)) / (way(+last) - way(+first));
  return {
    at: (value) => +from + share(value) * (to - from),
    holds: (value) => value >= +first && value <= +last,
    // Where a share of the way from its first to its last value is.
    value: (part) => kind === "log" ? first * (last / first) ** part : +first + part * (last - first),
    part: share,
  };
}
function sketch(svg, path) {
  let drawn = svg.querySelector(".what-if");
  if (!drawn) {
    drawn = document.createElementNS(svg.namespaceURI, "path");
    drawn.setAttribute("class", "what-if");
    svg.append(drawn);
  }
  drawn.setAttribute("d", path);
}
const PREFIXES = ["", "k", "M", "G", "T", "P"];
function rate(value, unit) {
  const step = Math.min(PREFIXES.length - 1, Math.max(0, Math.floor(Math.log10(value) / 3)));
  return three(value / 1000 ** step) + " " + PREFIXES[step] + unit + "/s";
}
function three(value) {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}

// G. M. Amdahl, "Validity of the single processor approach to achieving large scale computing capabilities", AFIPS 1967.
function amdahl(box, input, output) {
  const one = +box.dataset.one, most = +box.dataset.workers, STEPS = 64, MANY = 64;
  const figures = [...box.closest(".switch").querySelectorAll("figure")];
  return async (moved) => {
    const serial = input.value / 100, speedUp = (workers) => 1 / (serial + (1 - serial) / workers);
    const laws = { time: (w) => one / speedUp(w), "speed-up": speedUp, efficiency: (w) => speedUp(w) / w, "karp-flatt": () => serial };
    const worth = (workers) => workers + " workers are worth " + three(speedUp(workers)) + "×";
    const end = serial > 0 ? ", and no number of workers more than " + three(1 / serial) + "×." : ": there is no limit.";
    const said = "With " + (+input.value) + " % serial work, " + worth(most) + (most < MANY ? ", " + worth(MANY) : "") + end;
    input.setAttribute("aria-valuetext", said);
    output.textContent = said;
    if (!moved) return;
    await Promise.all(figures.map(unpackedIn));
    for (const figure of figures) {
      const svg = figure.querySelector("svg[data-x]");
      if (!svg) continue;
      const x = axis(svg.dataset.x), y = axis(svg.dataset.y);
      let path = "";
      for (let k = 0; k <= STEPS; k++) {
        const workers = most ** (k / STEPS), value = laws[figure.dataset.view](workers);
        if (x.holds(workers) && y.holds(value)) path += (path ? "L" : "M") + x.at(workers).toFixed() + " " + y.at(value).toFixed();
      }
      sketch(svg, path);
    }
  };
}

function roofline(box, input, output) {
  const roofs = JSON.parse(box.dataset.roofs), peak = +box.dataset.peak, unit = box.dataset.unit;
  const svg = box.closest("figure").querySelector("svg[data-x]"), DOT = 45;
  if (!svg || !roofs.length) return undefined;
  const x = axis(svg.dataset.x), y = axis(svg.dataset.y);
  input.value = Math.round(100 * x.part(+input.dataset.at));
  return (moved) => {
    // Before it is moved: that of the fastest variant itself, not of the nearest step.
    const intensity = moved ? x.value(input.value / 100) : +input.dataset.at, left = x.at(intensity).toFixed();
    const reached = roofs.map(([name, bytes]) => ({ name, rate: Math.min(peak, intensity * bytes), bound: intensity * bytes < peak }));
    const heights = reached.map((roof) => roof.rate).filter(y.holds);
    const top = heights.length ? Math.max(...heights) : peak;
    let path = `M${left} ${svg.dataset.y.split(" ")[2]}L${left} ${y.at(top).toFixed()}`;
    for (const height of heights) path += `M${left - DOT} ${y.at(height).toFixed()}a${DOT} ${DOT} 0 1 0 ${2 * DOT} 0a${DOT} ${DOT} 0 1 0 ${-2 * DOT} 0`;
    if (moved) sketch(svg, path);
    const most = reached.map(({ name, rate: r, bound }) => `from ${name} ${rate(r, unit)}` + (bound ? "" : " (the arithmetic peak)"));
    const said = `At ${three(intensity)} ${unit} per byte, one core reaches at most: ${most.join("; ")}.`;
    input.setAttribute("aria-valuetext", said);
    output.textContent = said;
  };
}

const explained = { amdahl, roofline };
for (const box of document.querySelectorAll(".explain")) {
  const input = box.querySelector("input"), tell = explained[box.dataset.explain](box, input, box.querySelector("output"));
  if (!tell) continue;
  box.hidden = false;
  input.addEventListener("input", () => tell(true));
  tell(false);
}
