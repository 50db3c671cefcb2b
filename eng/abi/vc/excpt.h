// Stands in for the header of Visual C++.
#pragma once
typedef enum _EXCEPTION_DISPOSITION { ExceptionContinueExecution, ExceptionContinueSearch, ExceptionNestedException, ExceptionCollidedUnwind } EXCEPTION_DISPOSITION;
struct _EXCEPTION_RECORD; struct _CONTEXT;
