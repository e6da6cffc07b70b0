// The app under test: its address or its binary comes in, running servers go out.
//
//   APP_URL     address of a running app, such as http://127.0.0.1:4000
//   APP_BINARY  path of the app's binary: each test file starts its own, on a free port and an empty database

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { until } from "./until.mjs";

/** Why tests that stop and start the app cannot run; false if they can. */
export const cannotRestart = process.env.APP_BINARY ? false : "APP_BINARY is not set";

/** The app that most tests use: a running one if APP_URL names it, one of their own otherwise. */
export async function runningApp() {
  if (process.env.APP_URL) {
    return { url: process.env.APP_URL.replace(/\/$/, ""), stop: async () => {} };
  }
  return await App.start();
}

/** What still runs when the tests have ended, in whatever way, ends with them. */
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** One process of the app with its own port and database. */
export class App {
  /** @param {Record<string, string>} [variables] of its environment, beside those that every app gets */
  static async start(variables = {}) {
    if (cannotRestart) throw new Error("neither APP_URL nor APP_BINARY is set");
    const app = new App();
    app.variables = variables;
    app.port = await freePort();
    app.url = `http://127.0.0.1:${app.port}`;
    app.folder = await mkdtemp(join(tmpdir(), "app-browser-"));
    await app.launch().catch(async (error) => {
      await app.stop();
      throw error;
    });
    return app;
  }

  /** Starts the process on the same port, with the same database and secret as before. */
  async launch() {
    this.output = "";
    const child = spawn(process.env.APP_BINARY, {
      cwd: this.folder,
      env: {
        ...process.env,
        PORT: String(this.port),
        DATABASE_URL: join(this.folder, "app.sqlite"),
        // Tests decide themselves when a page is loaded again.
        LIVE_RELOAD: "false",
        SECRET_KEY_BASE: "a key base for tests alone, long enough to be taken for a real one: 0123456789",
        ...this.variables,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    this.process = child;
    this.exited = new Promise((resolve) => child.once("exit", resolve)).then(() => running.delete(child));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => (this.output += data));
    }
    await until(() => this.answers(), () => `the app does not answer at ${this.url}\n${this.output}`);
  }

  async answers() {
    if (this.process.exitCode !== null) throw new Error(`the app exited\n${this.output}`);
    return await fetch(this.url).then((response) => response.ok, () => false);
  }

  /** Ends the process at once, as a crash or a lost machine would. */
  async kill() {
    this.process.kill("SIGKILL");
    await this.exited;
  }

  /** Ends the process as an operator would, and removes its database. */
  async stop() {
    this.process.kill("SIGTERM");
    await this.exited;
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
