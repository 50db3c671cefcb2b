/*
 * Faults that a test asks for, and the trace, from C:\sandbox\iphlpapi.ini. No file, no faults. Anything in it that
 * means nothing ends the process (ini_file.h). It is read at the first call of a function of ours and not when the DLL
 * is loaded: Wine's own programs load it, too.
 *
 *     [fail]                        the function returns this Win32 code, and nothing is done
 *     CreateIpForwardEntry2=5       any of IP_HELPER_FUNCTIONS
 *     [hang]                        milliseconds before the function does anything
 *     GetIpForwardTable2=60000
 *     [trace]                       one line per call and per callback
 *     file=C:\sandbox\iphlpapi.log
 */
#ifndef FAULTS_H
#define FAULTS_H

#define IP_HELPER_FUNCTIONS(X)  \
    X(CancelMibChangeNotify2)   \
    X(CreateIpForwardEntry2)    \
    X(DeleteIpForwardEntry2)    \
    X(GetIfEntry2)              \
    X(GetIfEntry2Ex)            \
    X(GetIfTable2)              \
    X(GetIfTable2Ex)            \
    X(GetIpForwardEntry2)       \
    X(GetIpForwardTable2)       \
    X(GetIpInterfaceEntry)      \
    X(GetIpInterfaceTable)      \
    X(GetUnicastIpAddressTable) \
    X(NotifyIpInterfaceChange)  \
    X(NotifyRouteChange2)       \
    X(SendARP)                  \
    X(SetIpForwardEntry2)

#define FAULT_NAME(function) FAULT_##function,
typedef enum Fault { IP_HELPER_FUNCTIONS(FAULT_NAME) FAULTS } Fault;
#undef FAULT_NAME

/* Hangs as long as this function shall hang. Returns the code it shall fail with, or 0. */
unsigned long faults_enter(Fault function);

/* For functions that have no faults but leave a trace. */
void faults_load(void);

#endif
