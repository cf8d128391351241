" Tests of Perl are called *.t as well: a transcript has a command, or a directive.
function! s:detect() abort
  for l:line in getline(1, 200)
    if l:line =~# '^\s\+\$ ' || l:line =~# '^#\(require\|if\|testcases\|setup\|service\|shell\|timeout\) '
      " Perl's own detection may have come first.
      set filetype=dott
      return
    endif
  endfor
endfunction

autocmd BufNewFile,BufRead *.t call s:detect()
