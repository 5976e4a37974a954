raise SystemExit("stopped early")
