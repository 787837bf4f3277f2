/* A page whose title holds a word of the query comes before one that mentions it. */
Scorer.score = ([, title, , , score]) => {
  const asked = (new URLSearchParams(location.search).get("q") ?? "").toLowerCase().match(/[\w-]{3,}/g) ?? [];
  const words = new Set(title.toLowerCase().match(/[\w-]+/g));
  return score + (asked.some((word) => words.has(word)) ? 50 : 0);
};
