"""Rewrites programs/*.expected.txt with what real PyTorch prints: python test/torch/update_programs.py"""

import pathlib
import subprocess
import sys

for program in sorted(pathlib.Path(__file__).with_name("programs").glob("*.py")):
    result = subprocess.run([sys.executable, "-W", "ignore", str(program)], capture_output=True, text=True, check=True)
    program.with_suffix(".expected.txt").write_text(result.stdout)
