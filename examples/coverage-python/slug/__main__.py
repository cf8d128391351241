import argparse
import sys

from slug import slug


def main():
    p = argparse.ArgumentParser(prog="slug", description="Turns titles into names of files.")
    p.add_argument("title", nargs="*", help="a title; lines of standard input, if there is none")
    p.add_argument("--limit", type=int, metavar="N", help="at most so many characters")
    options = p.parse_args()
    if options.limit is not None and options.limit < 1:
        p.error("--limit: must be 1 or more")
    for title in options.title or sys.stdin:
        name = slug(title, options.limit)
        if not name:
            sys.exit("slug: %r has no letter or digit" % title.strip())
        print(name)


if __name__ == "__main__":
    main()
