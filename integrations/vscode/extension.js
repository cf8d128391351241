// The client: it starts `dott lsp`, and opens terminals for "run to here".
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function shell(program, uri, line) {
  const path = vscode.Uri.parse(uri).fsPath;
  const terminal = vscode.window.createTerminal({
    name: `dott ${line}`,
    shellPath: program,
    shellArgs: ["shell", `${path}:${line}`],
  });
  terminal.show();
}

function activate(context) {
  const settings = vscode.workspace.getConfiguration("dott");
  const program = settings.get("path", "dott");
  const args = ["lsp", ...settings.get("arguments", [])];
  context.subscriptions.push(
    vscode.commands.registerCommand("dott.shell", (uri, line) => shell(program, uri, line)),
  );
  client = new LanguageClient(
    "dott",
    "dott",
    { command: program, args },
    {
      documentSelector: [{ language: "dott" }],
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/dott.toml") },
    },
  );
  return client.start();
}

function deactivate() {
  return client && client.stop();
}

module.exports = { activate, deactivate };
