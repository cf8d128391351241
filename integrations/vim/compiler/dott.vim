" :make checks the file, and `:make!` with another 'makeprg' runs it:
"   :let &makeprg = 'dott -q %:S' | make
if exists('current_compiler')
  finish
endif
let current_compiler = 'dott'

if exists(':CompilerSet') != 2
  command -nargs=* CompilerSet setlocal <args>
endif

CompilerSet makeprg=dott\ lint\ %:S
CompilerSet errorformat=%f:%l:%c:\ %trror:\ %m,%f:%l:%c:\ %tarning:\ %m,%f:%l:%c:\ %tote:\ %m,%f:%l:\ %m,%-G%.%#
