/** `shutil`: present, so that programs import; what would touch the machine is refused. */

export const SHUTIL = String.raw`
from _refused import refuse

def which(cmd, mode=1, path=None):
    return None
def get_terminal_size(fallback=(80, 24)):
    import os
    return os.terminal_size(fallback)

globals().update(refuse("shutil", "copy copy2 copyfile copytree move rmtree disk_usage make_archive unpack_archive".split(), "".split()))
`;
