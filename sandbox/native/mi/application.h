/* MI_Application: creates sessions, instances and options. It has no state. */
#ifndef APPLICATION_H
#define APPLICATION_H

#include "mi_abi.h"

void application_new(MI_Application *application);

extern const MI_ApplicationFT applicationFunctions;

#endif
