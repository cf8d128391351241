-- The Neovim client: `require('dott').setup()` starts `dott lsp` for each transcript.
local M = {}

local function root(path)
  local found = vim.fn.findfile('dott.toml', vim.fn.fnamemodify(path, ':p:h') .. ';')
  if found ~= '' then
    return vim.fn.fnamemodify(found, ':p:h')
  end
  return vim.fn.fnamemodify(path, ':p:h')
end

local clients = {} -- of Neovim before 0.8, by root

function M.attach(buffer, options)
  local dir = root(vim.api.nvim_buf_get_name(buffer))
  local config = {
    name = 'dott',
    cmd = options.cmd or { 'dott', 'lsp' },
    root_dir = dir,
    on_attach = options.on_attach,
  }
  if vim.lsp.start then
    return vim.lsp.start(config, { bufnr = buffer })
  end
  local id = clients[dir]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client(config)
    clients[dir] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
  return id
end

-- "run to here": a shell in the place and the state of the line, in a terminal.
local function shell(command)
  local path = vim.uri_to_fname(command.arguments[1])
  vim.cmd('botright new')
  vim.fn.termopen({ 'dott', 'shell', path .. ':' .. command.arguments[2] })
  vim.cmd('startinsert')
end

function M.setup(options)
  options = options or {}
  vim.lsp.commands['dott.shell'] = shell
  local group = vim.api.nvim_create_augroup('dott', { clear = true })
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = 'dott',
    callback = function(args) M.attach(args.buf, options) end,
  })
  vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'BufWritePost' }, {
    group = group,
    pattern = '*.t',
    callback = function(args)
      if vim.bo[args.buf].filetype == 'dott' and next(vim.lsp.buf_get_clients(args.buf)) then
        vim.lsp.codelens.refresh()
      end
    end,
  })
end

return M
