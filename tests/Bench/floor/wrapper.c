/* wrapper.exe COMMAND LINE: the floor. */
#include "wrap.h"

void start(void)
{
    ExitProcess(wrap());
}
