// The grade that MDN's HTTP Observatory gives to pages of a server that runs here, by its own rules
// and without the network. TLS and the redirect to it are the host's, hence taken as given.
//
//   HSTS=1 make run
//   npm install --prefix build/observatory --ignore-scripts @mdn/mdn-http-observatory@1.4.8
//   node tools/observatory.mjs http://127.0.0.1:8000 /en/ /en/search/ /en/embed/help/ /exit
import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const home = new URL("../build/observatory/", import.meta.url);
const inside = (name) => import(new URL(`node_modules/@mdn/mdn-http-observatory/src/${name}`, home));
const { AxiosHeaders } = createRequire(new URL("index.js", home))("axios");
const { ALL_TESTS } = await inside("constants.js");
const { Requests } = await inside("types.js");
const { parseHttpEquivHeaders } = await inside("retriever/utils.js");
const { Session } = await inside("retriever/session.js");
const { getGradeForScore, getScoreModifier } = await inside("grader/grader.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await inside("grader/charts.js");

// The list of hosts that browsers know to have TLS, which the package fetches: ours is not on it.
const preloaded = new URL("node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json", home);
if (!existsSync(preloaded)) writeFileSync(preloaded, "{}");

const [origin, ...paths] = process.argv.slice(2);
for (const path of paths) {
  const answer = await fetch(origin + path, { redirect: "manual" });
  const html = await answer.text();
  const page = `https://guide.example${path}`;
  const made = () => ({
    headers: new AxiosHeaders(Object.fromEntries(answer.headers)),
    request: { headers: new AxiosHeaders() },
    status: answer.status,
    verified: true,
    data: html,
    httpEquiv: parseHttpEquivHeaders(html, page),
  });
  const requests = new Requests("guide.example");
  requests.resources.path = html;
  for (const name of ["auto", "cors", "http", "https"]) requests.responses[name] = made();
  requests.responses.httpRedirects = [
    { url: new URL(page.replace("https", "http")), status: 301 },
    { url: new URL(page), status: answer.status },
  ];
  requests.responses.httpsRedirects = requests.responses.httpRedirects.slice(1);
  requests.session = new Session(new URL(page));
  const results = ALL_TESTS.map((test) => test(requests));
  const modifiers = results.map((result) => getScoreModifier(result.result));
  const lost = modifiers.filter((points) => points < 0).reduce((sum, points) => sum + points, 100);
  const all = modifiers.reduce((sum, points) => sum + points, 100);
  const { grade, score } = getGradeForScore(lost >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : lost);
  console.log(`${path} (${answer.status}): ${grade}, ${score} points`);
  for (const [at, test] of results.entries()) {
    if (modifiers[at]) console.log(`  ${test.constructor.name}: ${test.result} ${modifiers[at]}`);
  }
}
