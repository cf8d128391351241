if exists('b:current_syntax')
  finish
endif

syntax include @dottShell syntax/sh.vim
unlet! b:current_syntax

syntax match dottProse /^.*$/
syntax match dottDirective /^#\(require\|if\|else\|endif\|testcases\|timeout\|max-duration\|setup\|teardown\|shell\|env\|service\|resource\|serial\|stderr\|tty\|eventually\|known-failure\)\>.*$/ contains=dottDirectiveName
syntax match dottDirectiveName /^#[a-z-]\+/ contained
syntax match dottIgnore /^#\=\s*dott:ignore\>.*$/

syntax match dottOutput /^  .*$/ contains=dottEnding,dottValue
syntax match dottEnding / (\(re[*+?]\=\|glob[*+?]\=\|esc\|no-eol\|any-order\|err\|style\|json\( \~[^)]*\)\=\|?\|\*\|+\|[^()]* !\))\ze\( (\|$\)/ contained
syntax match dottValue /{{[^}]*}}/ contained
syntax match dottStatus /^  \[\d\+\]$/

" A here-document that begins here does not go on below: keepend.
syntax region dottCommand start=/^  \$ / end=/$/ oneline keepend contains=dottSign,@dottShell
syntax match dottCommand /^  > .*$/ contains=dottSign
syntax match dottInline /^  \(>>>\|\.\.\.\) .*$/ contains=dottSign
syntax match dottInput /^  < .*$/
syntax match dottSign /^  \(\$\|>>>\|\.\.\.\|>\)/ contained

highlight default link dottProse Comment
highlight default link dottDirective PreProc
highlight default link dottDirectiveName Statement
highlight default link dottIgnore SpecialComment
highlight default link dottOutput String
highlight default link dottEnding Special
highlight default link dottValue Identifier
highlight default link dottStatus Number
highlight default link dottCommand Normal
highlight default link dottInline Normal
highlight default link dottInput Character
highlight default link dottSign Operator

let b:current_syntax = 'dott'
