"use strict";
/* Language, search, filters, sorting, opening projects, printing. Without it the page can still be read. */
(() => {
  const root = document.documentElement;
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  all(".needs-script").forEach((element) => { element.hidden = false; });

  /* language */
  const speak = (language) => {
    root.lang = language;
    all("[data-zh]").forEach((element) => translate(element, language));
    all("[data-language]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    });
  };
  const translate = (element, language) => {
    const text = element.dataset[language];
    if (element.dataset.attribute) element.setAttribute(element.dataset.attribute, text);
    else element.textContent = text;
  };
  all("[data-language]").forEach((button) => button.addEventListener("click", () => speak(button.dataset.language)));

  /* projects: what waits as text becomes part of the page, with the texts it refers to */
  const dossiers = all(".dossier");
  const phrases = one("#phrases").textContent.split("\n");
  const whole = (text) => text.replace(/[\ue000-\uf8ff]/g, (sign) => phrases[sign.charCodeAt(0) - 0xe000]);
  const made = (article) => {
    const waiting = one(":scope > script", article);
    if (waiting) article.innerHTML = whole(waiting.textContent);
    all("[data-gaps]", article).forEach((place) => {
      place.innerHTML = document.getElementById("gaps-" + place.dataset.gaps).textContent;
      place.removeAttribute("data-gaps");
    });
    completed(article);
    all("[data-zh]", article).forEach((element) => translate(element, root.lang));
    return article;
  };
  const completed = (part) => all("[data-rule]", part).forEach((place) => {
    const body = one(".rule-body", document.getElementById(place.dataset.rule));
    place.replaceChildren(...[...body.childNodes].map((node) => node.cloneNode(true)));
    place.removeAttribute("data-rule");
  });
  all("#organisations, #market").forEach(completed);

  /* the list */
  const form = one(".controls");
  const dimensions = ["region", "category", "buyer", "supplier", "year"];
  const step = 200;
  let rows = [];
  let order = [];
  let limit = step;
  const take = () => {
    rows = all("#list tbody tr");
    rows.forEach((row, index) => { row.rank = index + 1; row.article = dossiers[index]; });
    order = rows;
  };
  const complete = () => {
    const waiting = one("#waiting-rows");
    if (!waiting) return;
    one("#list tbody").insertAdjacentHTML("beforeend", whole(waiting.textContent));
    waiting.remove();
    take();
    page();
  };
  const shown = () => order.filter((row) => !row.hidden);
  const page = () => {
    const matching = shown();
    matching.forEach((row, at) => row.classList.toggle("later", at >= limit));
    one(".more-rows").hidden = matching.length <= limit;
    mark();
  };
  const words = (row) => (row.words ??= (row.textContent + " " + row.dataset.rules).toLowerCase());
  const matches = (row) => {
    const wanted = one("#f-search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (!wanted.every((word) => words(row).includes(word))) return false;
    const bands = all('[name="band"]:checked', form).map((box) => box.value);
    if (!bands.includes(row.dataset.band)) return false;
    const rule = one("#f-rule").value;
    if (rule && !row.dataset.rules.split(" ").includes(rule)) return false;
    const groups = row.dataset.groups.split(" ");
    return dimensions.every((name, at) => ["", groups[at]].includes(one("#f-" + name).value));
  };
  const filter = () => {
    complete();
    rows.forEach((row) => { row.hidden = !matches(row); });
    limit = step;
    const count = shown().length;
    one("#shown").textContent = count;
    one("#none-match").hidden = count > 0;
    page();
  };
  const number = (text) => (text === "" ? -Infinity : Number(text));
  const keys = {
    rank: (row) => row.rank,
    project: (row) => one("th a", row).innerText,
    score: (row) => -row.dataset.score,
    decided_column: (row) => -row.dataset.decided,
    findings: (row) => -row.dataset.rules.split(" ").filter(Boolean).length,
    amount: (row) => -number(row.dataset.amount),
    year: (row) => -number(row.dataset.year),
  };
  const keyOf = (name) => keys[name] ?? ((row) => -number(row.cells[4 + Number(name.slice(6))].innerText || "0"));
  let sorted = { name: "rank", turned: false };
  const sort = (name, turned) => {
    complete();
    sorted = { name, turned };
    const key = keyOf(name);
    const values = new Map(rows.map((row) => [row, key(row)]));
    const sign = turned ? -1 : 1;
    order = [...rows].sort((a, b) => {
      const [left, right] = [values.get(a), values.get(b)];
      const found = typeof left === "string" ? left.localeCompare(right, root.lang) : left - right;
      return sign * found || a.rank - b.rank;
    });
    one("#list tbody").append(...order);
    all("#list th").forEach((head) => head.removeAttribute("aria-sort"));
    const button = one(`#list [data-sort="${name}"]`);
    const rises = name === "rank" || name === "project";
    if (button) button.closest("th").setAttribute("aria-sort", rises === turned ? "descending" : "ascending");
    one("#f-sort").value = keys[name] ? name : "";
    page();
  };
  if (form) {
    take();
    one("#more-rows").addEventListener("click", () => { limit += step; page(); });
    one("#all-rows").addEventListener("click", () => { limit = Infinity; page(); });
    form.addEventListener("input", (event) => (event.target.id === "f-sort" ? sort(event.target.value, false) : filter()));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { filter(); sort("rank", false); }));
    all("#list [data-sort]").forEach((button) => button.addEventListener("click", () => {
      sort(button.dataset.sort, sorted.name === button.dataset.sort && !sorted.turned);
    }));
    all("[data-set]").forEach((link) => link.addEventListener("click", () => {
      form.reset();
      setTimeout(() => { one("#f-" + link.dataset.set).value = link.dataset.value; filter(); });
    }));
  }
  all("[data-unfold]").forEach((button) => button.addEventListener("click", () => {
    document.getElementById(button.dataset.unfold).classList.add("unfolded");
    button.hidden = true;
  }));

  /* one project at a time; its address is #p and its rank */
  let place = 0;
  const current = () => dossiers.find((article) => "#" + article.id === location.hash);
  const route = () => {
    const article = current();
    const reading = root.classList.contains("reading");
    dossiers.forEach((each) => each.classList.toggle("open", each === article));
    if (article) {
      if (!reading) place = scrollY;
      made(article);
      root.classList.add("reading");
      steps(article);
      scrollTo({ top: 0, behavior: "instant" });
      one("h3", article).focus({ preventScroll: true });
    } else if (reading) {
      root.classList.remove("reading");
      if (location.hash === "#projects" || !location.hash) scrollTo({ top: place, behavior: "instant" });
      else document.getElementById(location.hash.slice(1))?.scrollIntoView();
      one(`#list a[href="#${route.last}"]`)?.focus({ preventScroll: true });
    }
    const target = !article && document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) target.open = true;
    route.last = article ? article.id : "";
  };
  const neighbours = (article) => {
    const articles = shown().map((row) => row.article);
    const at = articles.indexOf(article);
    return at < 0 ? [] : [articles[at - 1], articles[at + 1]];
  };
  const steps = (article) => neighbours(article).forEach((other, at) => {
    const link = one(at ? "#next" : "#previous");
    link.setAttribute("aria-disabled", String(!other));
    if (other) link.href = "#" + other.id;
    else link.removeAttribute("href");
  });
  addEventListener("hashchange", route);

  /* keyboard */
  const list = () => shown().map((row) => one("th a", row));
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const article = current();
    if (event.key === "/" && !article && form) {
      event.preventDefault();
      one("#f-search").focus();
    } else if (article && event.key === "Escape") {
      location.hash = "#projects";
    } else if (article && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      const other = neighbours(article)[event.key === "ArrowRight" ? 1 : 0];
      if (other) location.hash = "#" + other.id;
    } else if (!article && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const links = list();
      const at = links.indexOf(document.activeElement);
      if (at < 0) return;
      event.preventDefault();
      links[Math.max(0, Math.min(links.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
    }
  });

  /* printing: the projects that are to be explained are made before */
  const count = one("#print-count");
  const mark = () => {
    const wanted = Number(count.value);
    const rank = new Map(shown().map((row, at) => [row.article, at]));
    dossiers.forEach((article) => {
      const at = rank.get(article);
      article.classList.toggle("printed", at !== undefined && (wanted < 0 || at < wanted));
    });
  };
  count.addEventListener("change", mark);
  if (form) page();
  route();
  addEventListener("load", () => setTimeout(() => { if (form) complete(); }, 50));
  addEventListener("beforeprint", () => {
    root.classList.add("printing");
    dossiers.filter((article) => article.classList.contains("printed")).forEach(made);
    all("#rules_title details").forEach((entry) => { entry.open = true; });
  });
  addEventListener("afterprint", () => root.classList.remove("printing"));
  one("#print").addEventListener("click", () => print());
})();
