// What the page asks of the workspace, and how a failure reads.

const SILENT = "The local workspace does not answer. Is “make demo” still running? Nothing was lost on this page.";

/** A failure with a sentence for the person; `status` is 0 where nobody answered. */
export class Problem extends Error {
  constructor(words = SILENT, status = 0) {
    super(words);
    this.status = status;
  }
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Problem();
  }
  const { status } = answer;
  const body = await answer.json().catch(() => null);
  if (body === null || (!answer.ok && body.ok === undefined)) {
    throw new Problem(body?.error || `The local workspace answered with an error (${status}). Please try again.`, status);
  }
  return { body, status };
}

/** Reads JSON; a refusal becomes a `Problem`. */
export async function get(path) {
  const { body, status } = await ask(path, { headers: { accept: "application/json" }, cache: "no-store" });
  if (body.ok === false) throw new Problem(sentence(body.error), status);
  return body;
}

/** Posts JSON and returns the answer whether or not it is ok. */
export async function post(path, body) {
  const headers = { "content-type": "application/json", accept: "application/json" };
  return (await ask(path, { method: "POST", headers, body: JSON.stringify(body) })).body;
}

/** Posts JSON; a refusal becomes a `Problem`. */
export async function must(path, body) {
  const answer = await post(path, body);
  if (!answer.ok) throw new Problem(sentence(answer.error));
  return answer;
}

export const sentence = (error) =>
  !error ? "That did not work. Please try again." : /\s/.test(error) ? error : `The workspace refused this: ${error}.`;

/** Uploads one file; `progress` gets a share between 0 and 1. `signal` aborts. */
export function upload(person, file, progress, signal) {
  const form = new FormData();
  form.append("as", person);
  form.append("file", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/demo/upload");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => progress(event.total ? event.loaded / event.total : 0));
    request.addEventListener("load", () => {
      const body = request.response;
      if (body?.ok) resolve(body);
      else reject(new Problem(body?.error ? sentence(body.error) : "The file did not arrive. Please try again."));
    });
    request.addEventListener("error", () => reject(new Problem()));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

/** Calls `changed` when connected and on every change, `lost(problem)` when the connection goes. */
export function listen(changed, lost) {
  const source = new EventSource("/demo/events");
  source.addEventListener("open", () => changed());
  source.addEventListener("changed", () => changed());
  source.addEventListener("error", () => {
    lost(new Problem());
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(changed, lost), 1_500);
  });
}
