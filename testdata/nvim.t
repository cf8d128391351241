#require command:nvim

Neovim with the files of integrations/vim, without any configuration of the user.

  $ vim="$TESTDIR/../integrations/vim"
  $ cat > init.vim <<END
  > set noswapfile shadafile=NONE
  > set runtimepath^=$vim
  > syntax on
  > filetype plugin on
  > END
  $ nvim() { command nvim --headless -u init.vim "$@" 2>&1 </dev/null; }

A transcript is recognised, and a test of Perl is not:

  $ printf '  $ echo a\n  a\n' > a.t
  $ printf 'use Test::More;\nok(1);\n' > perl.t
  $ nvim a.t -c 'echo &filetype' -c q; echo
  dott
  $ nvim perl.t -c 'echo &filetype == "dott"' -c q; echo
  0

Highlighting, at the first and at the last character of each line:

  $ cat > groups.vim <<'END'
  > function! Group(column)
  >   return synIDattr(synID(line('.'), a:column, 1), 'name')
  > endfunction
  > let out = []
  > global/^./call add(out, printf('|%-22s %-18s %s', getline('.'), Group(3), Group(col('$') - 1)))
  > call writefile(out, 'groups')
  > END
  $ nvim "$TESTDIR/../integrations/testdata/sample.t" -S groups.vim -c q; cat groups
  |About the sample.      dottProse          dottProse
  |#require linux         dottDirectiveName  dottDirective
  |# dott:ignore sleep    dottIgnore         dottIgnore
  |  $ cat <<END          dottSign           shHereDoc01
  |  > text               dottSign           dottCommand
  |  > END                dottSign           dottCommand
  |  text                 dottOutput         dottOutput
  |  took * ms (glob)     dottOutput         dottEnding
  |  a.*b (re) (?)        dottOutput         dottEnding
  |  {{id}} is bound (glob) dottValue          dottEnding
  |  on Linux (linux !)   dottOutput         dottEnding
  |  this (is) no ending  dottOutput         dottOutput
  |  [1]                  dottStatus         dottStatus
  |  >>> print("x")       dottSign           dottInline
  |  ... # more           dottSign           dottInline
  |  x                    dottOutput         dottOutput

:make puts what dott lint finds into the list of errors:

  $ printf '  $ sleep 1\n  $ echo a\n  a (glob)\n' > lint.t
  $ nvim lint.t -c 'silent! make!' -c 'call writefile(map(getqflist(), "v:val.lnum . \":\" . v:val.col . v:val.type . \" \" . v:val.text"), "list")' -c q! >make.log; cat list
  1:5w sleep is too long on a fast machine and too short on a busy one; `#eventually 5s` repeats a command until its block matches [sleep]
  3:4w this ending changes nothing; `a` matches the same [redundant-ending]

The client starts dott lsp, and is told what lint finds and what the last run printed:

  $ printf '  $ echo é; sleep 0\n  e\n' > b.t
  $ dott -q --outputdir errs b.t 2>&1 | tail -1
  b.t:2: the output differs; to run it again: dott b.t
  $ ls *.err
  ls: cannot access '*.err': No such file or directory
  [2]
  $ cat > client.lua <<'END'
  > local function say(...) io.stdout:write(string.format(...), '\n') end
  > local function wait(f) assert(vim.wait(10000, f, 10), 'in vain') end
  > require('dott').setup()
  > vim.cmd('edit b.t')
  > wait(function() return #vim.diagnostic.get(0) >= 2 end)
  > local function all()
  >   local found = vim.diagnostic.get(0)
  >   table.sort(found, function(a, b) return a.lnum < b.lnum or a.lnum == b.lnum and a.col < b.col end)
  >   for _, d in ipairs(found) do
  >     -- Neovim counts bytes, and the protocol UTF-16 code units.
  >     say('%d:%d %s: %s', d.lnum + 1, d.col + 1, d.source, d.message:gsub('\n', ' | '):sub(1, 40))
  >   end
  > end
  > all()
  > -- Typing a fault, and taking it back.
  > vim.api.nvim_buf_set_lines(0, 0, 0, false, { '#require gti' })
  > wait(function() return #vim.diagnostic.get(0) == 3 end)
  > all()
  > vim.api.nvim_buf_set_lines(0, 0, 1, false, {})
  > wait(function() return #vim.diagnostic.get(0) == 2 end)
  > -- Accepting what the last run printed.
  > local range = { start = { line = 1, character = 0 }, ['end'] = { line = 1, character = 0 } }
  > local id = { uri = vim.uri_from_bufnr(0) }
  > local function ask(method, params)
  >   params.textDocument = id
  >   local answers = vim.lsp.buf_request_sync(0, 'textDocument/' .. method, params, 10000)
  >   for _, a in pairs(answers) do return a.result end
  > end
  > for _, action in ipairs(ask('codeAction', { range = range, context = { diagnostics = {} } })) do
  >   say('action: %s', action.title)
  >   if action.title == 'Accept this change' then
  >     vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
  >   end
  > end
  > say('%s', table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '|'))
  > wait(function() return #vim.diagnostic.get(0) == 1 end)
  > say('lens: %s', ask('codeLens', {})[1].command.title)
  > -- Running the file: what is saved passes.
  > vim.cmd('silent write')
  > local said
  > vim.lsp.handlers['window/showMessage'] = function(_, result) said = result.message end
  > for _, c in pairs(vim.lsp.buf_get_clients(0)) do
  >   c.request('workspace/executeCommand', { command = 'dott.run', arguments = { id.uri } }, function() end)
  > end
  > wait(function() return said end)
  > say('%s', said)
  > -- Formatting.
  > vim.api.nvim_buf_set_lines(0, -1, -1, false, { '', 'Prose.  ', '' })
  > local edits = ask('formatting', { options = { tabSize = 2, insertSpaces = true } })
  > vim.lsp.util.apply_text_edits(edits, 0, 'utf-16')
  > say('%s', table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '|'))
  > vim.cmd('qall!')
  > END
  $ nvim -c 'luafile client.lua' -c 'cquit'
  1:14 dott: sleep is too long on a fast machine and 
  2:3 dott: the last run printed: |   é
  1:1 dott: nothing defines the feature "gti": no #t
  2:14 dott: sleep is too long on a fast machine and 
  3:3 dott: the last run printed: |   é
  action: Accept this change
    $ echo é; sleep 0|  é
  lens: run this file
  dott: passed (1)
    $ echo é; sleep 0|  é||Prose.

What differs in several cases is accepted in the file, which Neovim reads again:

  $ printf '#testcases x y\n  $ echo $TESTCASE\n  old\n' > cases.t
  $ dott -q cases.t >/dev/null 2>&1
  [1]
  $ cat > cases.lua <<'END'
  > local function wait(f) assert(vim.wait(10000, f, 10), 'in vain') end
  > require('dott').setup()
  > vim.cmd('edit cases.t')
  > wait(function() return #vim.diagnostic.get(0) == 2 end)
  > local params = vim.lsp.util.make_range_params()
  > params.range = { start = { line = 2, character = 0 }, ['end'] = { line = 2, character = 0 } }
  > params.context = { diagnostics = {} }
  > local client, action
  > for id, a in pairs(vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 10000)) do
  >   client, action = vim.lsp.get_client_by_id(id), a.result[1]
  > end
  > io.stdout:write(action.title, '\n')
  > local said
  > vim.lsp.handlers['window/showMessage'] = function(_, result) said = result.message end
  > client.request('workspace/executeCommand', action.command, function() end)
  > wait(function() return said end)
  > io.stdout:write(said, '\n')
  > vim.cmd('silent checktime')
  > io.stdout:write(table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '|'), '\n')
  > vim.cmd('qall!')
  > END
  $ nvim -c 'set autoread' -c 'luafile cases.lua' -c 'cquit'
  Accept this change in all cases and cells
  cases.t: 1 change accepted (changed)
  cases.t: passed
  #testcases x y|  $ echo $TESTCASE|  x (x !)|  y (y \x21) (esc)
