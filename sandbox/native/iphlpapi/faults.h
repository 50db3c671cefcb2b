/*
 * Injected faults and the trace, configured by C:\sandbox\iphlpapi.ini. Without the file there are none. An unknown
 * entry ends the process (ini_file.h). The file is read at the first call of one of our functions, not when the DLL is
 * loaded, because Wine's programs load it, too.
 *
 *     [fail]                        the function returns this Win32 code and does nothing
 *     CreateIpForwardEntry2=5       any of IP_HELPER_FUNCTIONS
 *     [hang]                        milliseconds before the function starts its work
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

/* Waits as long as [hang] has for this function. Returns its code of [fail], or 0. */
unsigned long faults_enter(Fault function);

/* For functions without faults that write to the trace. */
void faults_load(void);

#endif
