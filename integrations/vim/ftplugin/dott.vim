if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal expandtab shiftwidth=2 softtabstop=2
setlocal commentstring=#\ %s
" A blank at the end of a line may be output.
let b:undo_ftplugin = 'setlocal expandtab< shiftwidth< softtabstop< commentstring<'

compiler dott
