#require command:shfmt

Zsh is a dialect since 3.13; before, the option is refused.

#if shfmt>=3.13

  $ echo 'print  ${(U)x}' | shfmt -ln zsh
  print ${(U)x}

#else

  $ echo 'print  ${(U)x}' | shfmt -ln zsh 2>&1 | head -n 1
  invalid value "zsh" for flag -ln: unknown shell language variant: "zsh"

#endif
