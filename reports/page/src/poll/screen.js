"use strict";

// The count stays true while the page is shown; once guesses are closed it does not change any more, and nothing is asked.
const count = document.getElementById("count"), EVERY_MS = 2000;

async function look() {
  try {
    const { said, open } = await (await fetch(count.dataset.at)).json();
    if (count.textContent !== said) count.textContent = said;
    count.dataset.open = open;
  } catch {
    // The server is gone or busy: the next look will tell.
  }
  if (count.dataset.open === "true") setTimeout(look, EVERY_MS);
}
if (count.dataset.open === "true") setTimeout(look, EVERY_MS);
