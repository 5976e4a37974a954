class ConfigError(Exception):
    pass


e = ConfigError("bad config")
e.add_note("check the file")
raise e
