import string, textwrap
print(textwrap.dedent("""
   a
     b
""").strip(), textwrap.fill("the quick brown fox jumps", 10), textwrap.shorten("hello big world", 11), textwrap.indent("a\nb", "> "), sep="\n")
print(string.ascii_lowercase, string.digits, string.punctuation, string.Template("$x and ${y}").substitute(x=1, y=2), string.Template("$z").safe_substitute(), string.capwords("a bc"))
