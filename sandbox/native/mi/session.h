/* MI_Session: starts operations. */
#ifndef SESSION_H
#define SESSION_H

#include "mi_abi.h"

void session_new(MI_Session *session);

extern const MI_SessionFT sessionFunctions;

#endif
