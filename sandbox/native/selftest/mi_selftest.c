/*
 * mi-selftest.exe SUITE: plays the call sequences of Microsoft.Management.Infrastructure against the stand-in mi.dll.
 *
 * One line per check, "pass NAME" or "FAIL NAME: ..."; the script `run` creates the network, runs the suites, compares
 * with the kernel's tables and counts. It uses the stand-in only by mi/mi_abi.h, like any client.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "mi/mi_abi.h"
#include "selftest/checks.h"

#define NAMESPACE L"root\\StandardCimv2"
#define INI_FILE "C:\\sandbox\\mi.ini"
#define TRACE_FILE "C:\\sandbox\\mi.log"
#define TRACE_INI "[trace]\nfile=" TRACE_FILE "\n"
#define MANY_OPERATIONS 10000

/* --- a client: the DLL, an application, a session -------------------------------------------------------------- */

typedef MI_Result InitializeFunction(MI_Uint32 flags, const MI_Char *appID, MI_Instance **extendedError,
                                     MI_Application *application);

typedef struct Client {
    HMODULE library;
    const MI_ClientFT_V1 *functions;
    MI_Application application;
    MI_Session session;
} Client;

static InitializeFunction *load(Client *client)
{
    memset(client, 0, sizeof *client);
    client->library = LoadLibraryW(L"mi.dll");
    if (client->library == NULL) {
        give_up("mi.dll cannot be loaded");
    }

    const MI_ClientFT_V1 **table = (const MI_ClientFT_V1 **)(void *)GetProcAddress(client->library, "mi_clientFT_V1");
    void *initialize = (void *)GetProcAddress(client->library, "MI_Application_InitializeV1");

    if (table == NULL || initialize == NULL) {
        give_up("mi.dll lacks an export");
    }
    client->functions = *table;
    return (InitializeFunction *)initialize;
}

static void open_client(Client *client)
{
    InitializeFunction *initialize = load(client);

    if (initialize(0, L"CoreCLRSingletonAppDomain", NULL, &client->application) != MI_RESULT_OK ||
        client->application.ft->NewSession(&client->application, NULL, NULL, NULL, NULL, NULL, &client->session) !=
            MI_RESULT_OK) {
        give_up("no session");
    }
}

/* The DLL's threads, such as the one that called back, may keep it loaded for a moment. */
static void unload(Client *client)
{
    FreeLibrary(client->library);
    for (int i = 0; i < 500 && GetModuleHandleW(L"mi.dll") != NULL; i++) {
        Sleep(10);
    }
    if (GetModuleHandleW(L"mi.dll") != NULL) {
        give_up("mi.dll stays loaded");
    }
}

static void signal_event(void *event)
{
    SetEvent(event);
}

/* As Dispose() does: with a callback. */
static void close_client(Client *client)
{
    HANDLE closed = CreateEventW(NULL, TRUE, FALSE, NULL);

    client->session.ft->Close(&client->session, closed, signal_event);
    if (WaitForSingleObject(closed, 20000) != WAIT_OBJECT_0) {
        check("Session.Close calls back", false, "not within 5 s");
    }
    CloseHandle(closed);
    client->application.ft->Close(&client->application);
    unload(client);
}

/* --- operations, read to their end as the package reads them --------------------------------------------------- */

typedef struct Answer {
    MI_Result result;
    bool hasDetails;
    wchar_t message[256];
    wchar_t messageId[64];
    MI_Instance **rows;
    MI_Uint32 count;
    DWORD milliseconds;
} Answer;

static const wchar_t *text_of(const MI_Instance *instance, const wchar_t *name)
{
    MI_Value value;
    MI_Type type;
    MI_Uint32 flags;

    if (instance->ft->GetElement(instance, name, &value, &type, &flags, NULL) != MI_RESULT_OK || type != MI_STRING ||
        (flags & MI_FLAG_NULL) != 0) {
        return L"";
    }
    return value.string;
}

/* -1 if the element is not a number. */
static long long number_of(const MI_Instance *instance, const wchar_t *name)
{
    MI_Value value;
    MI_Type type;
    MI_Uint32 flags;

    if (instance->ft->GetElement(instance, name, &value, &type, &flags, NULL) != MI_RESULT_OK ||
        (flags & MI_FLAG_NULL) != 0) {
        return -1;
    }
    switch (type) {
    case MI_BOOLEAN:
    case MI_UINT8:
        return value.uint8;
    case MI_UINT16:
        return value.uint16;
    case MI_UINT32:
        return value.uint32;
    case MI_UINT64:
        return (long long)value.uint64;
    default:
        return -1;
    }
}

static void add_row(Answer *answer, const MI_Instance *instance)
{
    MI_Instance *clone = NULL;

    instance->ft->Clone(instance, &clone);
    answer->rows = realloc(answer->rows, (answer->count + 1) * sizeof *answer->rows);
    answer->rows[answer->count++] = clone;
}

static void take_failure(Answer *answer, MI_Result result, const MI_Char *message, const MI_Instance *details)
{
    answer->result = result;
    answer->hasDetails = details != NULL;
    if (message != NULL) {
        wcsncpy(answer->message, message, 255);
    }
    if (details != NULL) {
        wcsncpy(answer->messageId, text_of(details, L"MessageID"), 63);
    }
}

static Answer collect(MI_Operation *operation)
{
    Answer answer = { 0 };
    MI_Boolean more = TRUE;
    DWORD start = GetTickCount();

    while (more) {
        const MI_Instance *instance = NULL;
        const MI_Instance *details = NULL;
        const MI_Char *message = NULL;
        MI_Result result = MI_RESULT_OK;

        if (operation->ft->GetInstance(operation, &instance, &more, &result, &message, &details) != MI_RESULT_OK) {
            give_up("Operation.GetInstance itself failed");
        }
        if (instance != NULL) {
            add_row(&answer, instance);
        }
        take_failure(&answer, result, message, details);
    }
    answer.milliseconds = GetTickCount() - start;
    return answer;
}

static void free_answer(Answer *answer)
{
    for (MI_Uint32 i = 0; i < answer->count; i++) {
        answer->rows[i]->ft->Delete(answer->rows[i]);
    }
    free(answer->rows);
    memset(answer, 0, sizeof *answer);
}

static Answer finish(MI_Operation *operation)
{
    Answer answer = collect(operation);

    operation->ft->Close(operation);
    return answer;
}

static void start_query(Client *client, const wchar_t *query, MI_OperationOptions *options, MI_Operation *operation)
{
    /* The package only passes callbacks with a context. */
    MI_OperationCallbacks callbacks = { .callbackContext = client };

    client->session.ft->QueryInstances(&client->session, 0, options, NAMESPACE, L"WQL", query, &callbacks, operation);
}

static Answer query(Client *client, const wchar_t *text)
{
    MI_Operation operation;

    start_query(client, text, NULL, &operation);
    return finish(&operation);
}

static Answer query_in(Client *client, const wchar_t *namespaceName, const wchar_t *dialect, const wchar_t *text)
{
    MI_Operation operation;

    client->session.ft->QueryInstances(&client->session, 0, NULL, namespaceName, dialect, text, NULL, &operation);
    return finish(&operation);
}

static MI_Instance *new_instance(Client *client, const wchar_t *className)
{
    MI_Instance *instance = NULL;

    client->application.ft->NewInstance(&client->application, className, NULL, &instance);
    return instance;
}

static void add_text(MI_Instance *instance, const wchar_t *name, const wchar_t *text)
{
    MI_Value value = { .string = (wchar_t *)text };

    instance->ft->AddElement(instance, name, &value, MI_STRING, MI_FLAG_IN);
}

static void add_number(MI_Instance *instance, const wchar_t *name, MI_Type type, MI_Uint64 number)
{
    MI_Value value = { .uint64 = number };

    instance->ft->AddElement(instance, name, &value, type, MI_FLAG_IN);
}

/* Takes ownership of the parameters. */
static Answer invoke(Client *client, const wchar_t *className, const wchar_t *method, MI_Instance *parameters)
{
    MI_Operation operation;
    MI_Uint32 count;

    parameters->ft->GetElementCount(parameters, &count);
    client->session.ft->Invoke(&client->session, 0, NULL, NAMESPACE, className, method, NULL, parameters, NULL,
                               &operation);
    /* The package disposes of the parameters while the operation runs. */
    parameters->ft->Delete(parameters);
    return finish(&operation);
}

/* The parameters that bootstrap passes. `store` may be NULL for none. */
static MI_Instance *route_parameters(Client *client, const wchar_t *prefix, const wchar_t *nextHop,
                                     MI_Uint32 interfaceIndex, const wchar_t *store)
{
    MI_Instance *parameters = new_instance(client, L"CimMethodParametersCollection");

    add_text(parameters, L"DestinationPrefix", prefix);
    add_text(parameters, L"NextHop", nextHop);
    add_number(parameters, L"InterfaceIndex", MI_UINT32, interfaceIndex);
    if (store != NULL) {
        add_text(parameters, L"PolicyStore", store);
    }
    return parameters;
}

static Answer create(Client *client, MI_Instance *parameters)
{
    return invoke(client, L"MSFT_NetRoute", L"Create", parameters);
}

static Answer delete_instance(Client *client, const MI_Instance *instance)
{
    MI_Operation operation;

    client->session.ft->DeleteInstance(&client->session, 0, NULL, NAMESPACE, instance, NULL, &operation);
    return finish(&operation);
}

static MI_Uint32 index_of(Client *client, const wchar_t *alias)
{
    wchar_t text[256];

    swprintf(text, 256, L"SELECT InterfaceIndex FROM MSFT_NetIPInterface WHERE InterfaceAlias = '%ls'", alias);

    Answer answer = query(client, text);
    MI_Uint32 index = answer.count == 1 ? (MI_Uint32)number_of(answer.rows[0], L"InterfaceIndex") : 0;

    free_answer(&answer);
    if (index == 0) {
        give_up("the network that `run` makes is not there");
    }
    return index;
}

/* --- small assertions ------------------------------------------------------------------------------------------ */

static void expect_result(const char *name, Answer answer, MI_Result wanted, const wchar_t *messageId)
{
    check(name, answer.result == wanted && wcscmp(answer.messageId, messageId) == 0,
          "result %d, id '%ls', message '%ls'", (int)answer.result, answer.messageId, answer.message);
    free_answer(&answer);
}

static void expect_count(Client *client, const char *name, const wchar_t *text, MI_Uint32 wanted)
{
    Answer answer = query(client, text);

    check(name, answer.result == MI_RESULT_OK && answer.count == wanted, "result %d, %u rows", (int)answer.result,
          answer.count);
    free_answer(&answer);
}

/* --- suite: reading -------------------------------------------------------------------------------------------- */

static void expect_property(const char *className, const MI_Instance *row, const wchar_t *property, MI_Type wanted,
                            bool isKey)
{
    char name[100];
    MI_Value value;
    MI_Type type = 99;
    MI_Uint32 flags = 0;
    MI_Uint32 index = 0;
    const MI_Char *nameAgain = L"";
    MI_Result byName = row->ft->GetElement(row, property, &value, &type, &flags, &index);
    MI_Result byIndex = row->ft->GetElementAt(row, index, &nameAgain, &value, NULL, NULL);

    snprintf(name, sizeof name, "%s.%ls has type %u%s", className, property, wanted, isKey ? ", key" : "");
    check(name,
          byName == MI_RESULT_OK && byIndex == MI_RESULT_OK && type == wanted && wcscmp(nameAgain, property) == 0 &&
              ((flags & MI_FLAG_KEY) != 0) == isKey && (flags & MI_FLAG_PROPERTY) != 0,
          "results %d and %d, type %u, flags 0x%x", (int)byName, (int)byIndex, type, flags);
}

typedef struct PropertyType {
    const wchar_t *name;
    MI_Type type;
    bool isKey;
} PropertyType;

static void expect_types(Client *client, const char *className, const wchar_t *text, const PropertyType *properties)
{
    Answer answer = query(client, text);

    if (check(className, answer.count > 0, "no rows, result %d", (int)answer.result)) {
        for (const PropertyType *property = properties; property->name != NULL; property++) {
            expect_property(className, answer.rows[0], property->name, property->type, property->isKey);
        }
    }
    free_answer(&answer);
}

static void suite_types(Client *client)
{
    static const PropertyType route[] = {
        { L"InstanceID", MI_STRING, true },         { L"RouteMetric", MI_UINT16, false },
        { L"TypeOfRoute", MI_UINT16, false },       { L"IsStatic", MI_BOOLEAN, false },
        { L"AddressFamily", MI_UINT16, false },     { L"CompartmentId", MI_UINT32, false },
        { L"DestinationPrefix", MI_STRING, false }, { L"InterfaceAlias", MI_STRING, false },
        { L"InterfaceIndex", MI_UINT32, false },    { L"InterfaceMetric", MI_UINT32, false },
        { L"NextHop", MI_STRING, false },           { L"Protocol", MI_UINT16, false },
        { L"Publish", MI_UINT8, false },            { L"State", MI_UINT8, false },
        { L"Store", MI_UINT8, false },              { L"PreferredLifetime", MI_DATETIME, false },
        { L"ValidLifetime", MI_DATETIME, false },   { NULL, 0, false },
    };
    static const PropertyType adapter[] = {
        { L"Name", MI_STRING, false },
        { L"InterfaceDescription", MI_STRING, false },
        { L"InterfaceIndex", MI_UINT32, false },
        { L"InterfaceGuid", MI_STRING, false },
        { L"NetLuid", MI_UINT64, false },
        { L"Hidden", MI_BOOLEAN, false },
        { L"Virtual", MI_BOOLEAN, false },
        { L"HardwareInterface", MI_BOOLEAN, false },
        { L"IMFilter", MI_BOOLEAN, false },
        { L"State", MI_UINT32, false },
        { L"InterfaceOperationalStatus", MI_UINT32, false },
        { L"InterfaceAdminStatus", MI_UINT32, false },
        { L"InterfaceType", MI_UINT32, false },
        { L"DeviceID", MI_STRING, true },
        { NULL, 0, false },
    };
    static const PropertyType ipInterface[] = {
        { L"InstanceID", MI_STRING, true },       { L"AddressFamily", MI_UINT16, false },
        { L"InterfaceIndex", MI_UINT32, false },  { L"InterfaceMetric", MI_UINT32, false },
        { L"ConnectionState", MI_UINT8, false },  { NULL, 0, false },
    };

    expect_types(client, "MSFT_NetRoute", L"SELECT * FROM MSFT_NetRoute", route);
    expect_types(client, "MSFT_NetAdapter", L"SELECT * FROM MSFT_NetAdapter", adapter);
    expect_types(client, "MSFT_NetIPInterface", L"SELECT * FROM MSFT_NetIPInterface", ipInterface);
}

static void suite_values(Client *client)
{
    Answer answer = query(client, L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '0.0.0.0/0' AND "
                                  L"InterfaceAlias = 'vEthernet (Ethernet)'");

    if (check("one default route of the container's adapter", answer.count == 1, "%u", answer.count)) {
        const MI_Instance *row = answer.rows[0];
        check("its next hop", wcscmp(text_of(row, L"NextHop"), L"172.30.0.1") == 0, "%ls", text_of(row, L"NextHop"));
        check("its metric is 0 where the kernel's is the interface's", number_of(row, L"RouteMetric") == 0, "%lld",
              number_of(row, L"RouteMetric"));
        check("its interface metric", number_of(row, L"InterfaceMetric") == 25, "%lld",
              number_of(row, L"InterfaceMetric"));
        check("its protocol is NetMgmt", number_of(row, L"Protocol") == 3, "%lld", number_of(row, L"Protocol"));
        check("it is active", number_of(row, L"Store") == 1, "%lld", number_of(row, L"Store"));
    }
    free_answer(&answer);

    answer = query(client, L"SELECT * FROM MSFT_NetRoute WHERE Protocol = 19");
    check("the dhcp route: metric above the interface's",
          answer.count == 1 && number_of(answer.rows[0], L"RouteMetric") == 256 &&
              wcscmp(text_of(answer.rows[0], L"InterfaceAlias"), L"Ethernet \x00fc 2") == 0,
          "%u rows", answer.count);
    free_answer(&answer);

    answer = query(client, L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '127.0.0.0/8'");
    check("lo's route", answer.count == 1 && number_of(answer.rows[0], L"InterfaceMetric") == 75 &&
              wcscmp(text_of(answer.rows[0], L"InterfaceAlias"), L"Loopback Pseudo-Interface 1") == 0,
          "%u rows", answer.count);
    free_answer(&answer);

    answer = query(client, L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '192.0.2.0/24'");
    check("the route of a link without a description shows the Linux name",
          answer.count == 1 && wcscmp(text_of(answer.rows[0], L"InterfaceAlias"), L"bare0") == 0, "%u rows",
          answer.count);
    free_answer(&answer);

    expect_count(client, "a blackhole route does not show",
                 L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '198.51.100.0/24'", 0);
    expect_count(client, "a route of another table does not show",
                 L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '203.0.113.0/24'", 0);
    expect_count(client, "a route with two next hops is two rows",
                 L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '198.18.0.0/15'", 2);
    expect_count(client, "a persistent row has Store = 0", L"SELECT * FROM MSFT_NetRoute WHERE Store = 0", 1);
    expect_count(client, "adapters: described links only", L"SELECT * FROM MSFT_NetAdapter", 4);
    expect_count(client, "one of them is a filter", L"SELECT * FROM MSFT_NetAdapter WHERE IMFilter = TRUE", 1);
    expect_count(client, "one of them is down",
                 L"SELECT * FROM MSFT_NetAdapter WHERE InterfaceOperationalStatus = 2", 1);
    expect_count(client, "IP interfaces: adapters, lo, bare0, no filter", L"SELECT * FROM MSFT_NetIPInterface", 5);
}

static void suite_where(Client *client)
{
    static const struct {
        const wchar_t *where;
        MI_Uint32 rows;
    } queries[] = {
        { L"InterfaceIndex >= 1", 5 },
        { L"InterfaceIndex > 1", 4 },
        { L"InterfaceIndex <> 1", 4 },
        { L"InterfaceIndex != 1", 4 },
        { L"InterfaceIndex <= 1", 1 },
        { L"InterfaceIndex < 1", 0 },
        { L"InterfaceIndex > -1", 5 },
        { L"interfacealias = 'VETHERNET (ETHERNET)'", 1 },
        { L"InterfaceAlias = \"vEthernet (Ethernet)\"", 1 },
        { L"InterfaceAlias = 'vEthernet \\(Ethernet\\)'", 1 },
        { L"InterfaceAlias LIKE 'vEthernet%'", 1 },
        { L"InterfaceAlias LIKE '%Ethernet%'", 3 },
        { L"InterfaceAlias LIKE 'bare_'", 1 },
        { L"InterfaceAlias LIKE 'bare'", 0 },
        { L"NOT InterfaceAlias LIKE '%Ethernet%'", 2 },
        { L"Caption IS NULL", 5 },
        { L"Caption IS NOT NULL", 0 },
        { L"Caption = 'x'", 0 },
        { L"AddressFamily = 2 AND InterfaceMetric = 75", 1 },
        { L"InterfaceMetric = 75 OR InterfaceMetric = 25", 2 },
        { L"InterfaceMetric = 75 OR InterfaceMetric = 25 AND AddressFamily = 23", 1 },
        { L"(InterfaceMetric = 75 OR InterfaceMetric = 25) AND AddressFamily = 23", 0 },
        { L"((AddressFamily=2)) and (InterfaceMetric=75)", 1 },
    };
    wchar_t text[300];
    char name[300];

    for (size_t i = 0; i < ARRAYSIZE(queries); i++) {
        swprintf(text, ARRAYSIZE(text), L"SELECT * FROM MSFT_NetIPInterface WHERE %ls", queries[i].where);
        snprintf(name, sizeof name, "WHERE %ls", queries[i].where);
        expect_count(client, name, text, queries[i].rows);
    }
}

static void suite_bad_queries(Client *client)
{
    static const wchar_t *const bad[] = {
        L"",
        L"SELECT",
        L"SELECT * FROM",
        L"SELECT * MSFT_NetRoute",
        L"SELECT , FROM MSFT_NetRoute",
        L"SELECT NextHop, FROM MSFT_NetRoute",
        L"SELECT * FROM MSFT_NetRoute WHERE",
        L"SELECT * FROM MSFT_NetRoute WHERE NextHop",
        L"SELECT * FROM MSFT_NetRoute WHERE NextHop =",
        L"SELECT * FROM MSFT_NetRoute WHERE NextHop = 'x",
        L"SELECT * FROM MSFT_NetRoute WHERE (NextHop = 'x'",
        L"SELECT * FROM MSFT_NetRoute WHERE NextHop = 'x')",
        L"SELECT * FROM MSFT_NetRoute WHERE NextHop = 'x' AND",
        L"SELECT * FROM MSFT_NetRoute WHERE NextHop = 'x' garbage",
        L"SELECT * FROM MSFT_NetRoute garbage",
        L"SELECT * FROM MSFT_NetRoute WHERE NextHop = x",
        L"SELECT * FROM MSFT_NetRoute WHERE NextHop = 1",
        L"SELECT * FROM MSFT_NetRoute WHERE NextHop LIKE 1",
        L"SELECT * FROM MSFT_NetRoute WHERE NextHop LIKE '[a-f]'",
        L"SELECT * FROM MSFT_NetRoute WHERE Store = 'x'",
        L"SELECT * FROM MSFT_NetRoute WHERE Store = 1x",
        L"SELECT * FROM MSFT_NetRoute WHERE NoSuchProperty = 1",
        L"SELECT NoSuchProperty FROM MSFT_NetRoute",
        L"SELECT * FROM MSFT_NetRoute; x",
    };
    char name[300];

    for (size_t i = 0; i < ARRAYSIZE(bad); i++) {
        snprintf(name, sizeof name, "INVALID_QUERY: %ls", bad[i]);
        expect_result(name, query(client, bad[i]), MI_RESULT_INVALID_QUERY, L"HRESULT 0x80041017");
    }
    expect_result("unknown class", query(client, L"SELECT * FROM MSFT_NetNothing"), MI_RESULT_INVALID_CLASS,
                  L"HRESULT 0x80041010");
    expect_result("unknown namespace", query_in(client, L"root\\cimv2", L"WQL", L"SELECT * FROM MSFT_NetRoute"),
                  MI_RESULT_INVALID_NAMESPACE, L"HRESULT 0x8004100e");
    expect_result("unknown dialect", query_in(client, NAMESPACE, L"SQL", L"SELECT * FROM MSFT_NetRoute"),
                  MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED, L"HRESULT 0x80041018");
}

static void suite_columns(Client *client)
{
    Answer answer = query(client, L"SELECT NextHop, store FROM MSFT_NetRoute WHERE InterfaceMetric = 75");
    MI_Uint32 count = 0;
    MI_Value value;

    if (check("a column list selects", answer.count == 1, "%u rows", answer.count)) {
        const MI_Instance *row = answer.rows[0];
        row->ft->GetElementCount(row, &count);
        check("columns and the key are there, no more", count == 3, "%u elements", count);
        check("a column", wcscmp(text_of(row, L"NextHop"), L"0.0.0.0") == 0, "%ls", text_of(row, L"NextHop"));
        check("the key", text_of(row, L"InstanceID")[0] != 0, "empty");
        check("a property that was not selected",
              row->ft->GetElement(row, L"InterfaceIndex", &value, NULL, NULL, NULL) == MI_RESULT_NO_SUCH_PROPERTY,
              "is there");
    }
    free_answer(&answer);
}

static void suite_other_reads(Client *client)
{
    MI_Operation operation;

    client->session.ft->EnumerateInstances(&client->session, 0, NULL, NAMESPACE, L"MSFT_NetAdapter", FALSE, NULL,
                                           &operation);
    Answer answer = finish(&operation);
    check("EnumerateInstances", answer.count == 4, "%u rows", answer.count);

    client->session.ft->GetInstance(&client->session, 0, NULL, NAMESPACE, answer.rows[0], NULL, &operation);
    Answer one = finish(&operation);
    check("GetInstance by key",
          one.count == 1 && wcscmp(text_of(one.rows[0], L"Name"), text_of(answer.rows[0], L"Name")) == 0,
          "result %d, %u rows", (int)one.result, one.count);
    free_answer(&one);

    expect_result("DeleteInstance of an adapter", delete_instance(client, answer.rows[0]), MI_RESULT_NOT_SUPPORTED,
                  L"HRESULT 0x8004100c");
    free_answer(&answer);

    client->session.ft->EnumerateInstances(&client->session, 0, NULL, NAMESPACE, L"MSFT_NetRoute", TRUE, NULL,
                                           &operation);
    answer = finish(&operation);
    MI_Uint32 elements = 0;
    answer.rows[0]->ft->GetElementCount(answer.rows[0], &elements);
    check("EnumerateInstances, keys only", elements == 1, "%u elements", elements);
    free_answer(&answer);

    client->session.ft->EnumerateInstances(&client->session, 0, NULL, NAMESPACE, L"MSFT_NetNothing", FALSE, NULL,
                                           &operation);
    expect_result("EnumerateInstances of an unknown class", finish(&operation), MI_RESULT_INVALID_CLASS,
                  L"HRESULT 0x80041010");

    MI_Instance *key = new_instance(client, L"MSFT_NetRoute");
    client->session.ft->GetInstance(&client->session, 0, NULL, NAMESPACE, key, NULL, &operation);
    expect_result("GetInstance without the key", finish(&operation), MI_RESULT_INVALID_PARAMETER,
                  L"HRESULT 0x80041008");
    add_text(key, L"InstanceID", L"no such id");
    client->session.ft->GetInstance(&client->session, 0, NULL, NAMESPACE, key, NULL, &operation);
    expect_result("GetInstance by an unknown key", finish(&operation), MI_RESULT_NOT_FOUND, L"HRESULT 0x80041002");
    expect_result("DeleteInstance by an unknown key", delete_instance(client, key), MI_RESULT_NOT_FOUND,
                  L"HRESULT 0x80041002");

    client->session.ft->ModifyInstance(&client->session, 0, NULL, NAMESPACE, key, NULL, &operation);
    expect_result("ModifyInstance", finish(&operation), MI_RESULT_NOT_SUPPORTED, L"HRESULT 0x8004100c");
    key->ft->Delete(key);

    const MI_Class *classResult;
    MI_Boolean more;
    MI_Result result = MI_RESULT_OK;
    client->session.ft->GetClass(&client->session, 0, NULL, NAMESPACE, L"MSFT_NetRoute", NULL, &operation);
    operation.ft->GetClass(&operation, &classResult, &more, &result, NULL, NULL);
    operation.ft->Close(&operation);
    check("GetClass", result == MI_RESULT_NOT_SUPPORTED && !more, "result %d", (int)result);

    client->session.ft->TestConnection(&client->session, 0, NULL, &operation);
    expect_result("TestConnection", finish(&operation), MI_RESULT_OK, L"");
}

static void suite_reading(Client *client)
{
    suite_types(client);
    suite_values(client);
    suite_where(client);
    suite_bad_queries(client);
    suite_columns(client);
    suite_other_reads(client);
}

/* --- suites: create and delete ---------------------------------------------------------------------------------- */

static void expect_created(const char *name, Answer answer, const wchar_t *prefix, MI_Uint32 rows)
{
    MI_Value output = { 0 };
    MI_Type type = 0;
    MI_Uint32 flags = MI_FLAG_NULL;

    if (answer.count == 1) {
        answer.rows[0]->ft->GetElement(answer.rows[0], L"CmdletOutput", &output, &type, &flags, NULL);
    }
    bool complete = answer.count == 1 && number_of(answer.rows[0], L"ReturnValue") == 0 &&
                    (flags & MI_FLAG_NULL) == 0 && type == (MI_INSTANCE | MI_ARRAY) && output.array.size == rows &&
                    wcscmp(text_of(((MI_Instance **)output.array.data)[0], L"DestinationPrefix"), prefix) == 0;
    check(name, answer.result == MI_RESULT_OK && complete, "result %d, id '%ls', message '%ls'", (int)answer.result,
          answer.messageId, answer.message);
    free_answer(&answer);
}

/* Leaves its routes; `run` checks that the kernel has exactly these. */
static void suite_creating(Client *client)
{
    MI_Uint32 first = index_of(client, L"vEthernet (Ethernet)");
    MI_Uint32 second = index_of(client, L"Ethernet \x00fc 2");
    MI_Instance *parameters;

    expect_created("Create by the container's gateway",
                   create(client, route_parameters(client, L"169.254.170.2/32", L"172.30.0.1", first, L"ActiveStore")),
                   L"169.254.170.2/32", 1);

    parameters = route_parameters(client, L"169.254.169.254/32", L"172.30.0.1", first, L"ActiveStore");
    add_number(parameters, L"RouteMetric", MI_UINT16, 1);
    add_number(parameters, L"AddressFamily", MI_UINT16, 2);
    add_number(parameters, L"PassThru", MI_BOOLEAN, 1);
    add_number(parameters, L"Publish", MI_UINT8, 0);
    add_number(parameters, L"Protocol", MI_UINT16, 3);
    expect_created("Create with a metric and every other parameter", create(client, parameters),
                   L"169.254.169.254/32", 1);

    expect_created("Create, the same prefix by another next hop",
                   create(client, route_parameters(client, L"169.254.170.2/32", L"172.30.0.9", first, L"ActiveStore")),
                   L"169.254.170.2/32", 1);
    expect_created("Create, the same prefix on another interface",
                   create(client, route_parameters(client, L"169.254.170.2/32", L"10.0.1.1", second, L"ActiveStore")),
                   L"169.254.170.2/32", 1);
    expect_created("Create on-link",
                   create(client, route_parameters(client, L"169.254.170.2/32", L"0.0.0.0", first, L"ActiveStore")),
                   L"169.254.170.2/32", 1);

    parameters = new_instance(client, L"CimMethodParametersCollection");
    add_text(parameters, L"DestinationPrefix", L"169.254.170.23/32");
    add_text(parameters, L"InterfaceAlias", L"vEthernet (Ethernet)");
    add_text(parameters, L"PolicyStore", L"ActiveStore");
    expect_created("Create by alias, without next hop", create(client, parameters), L"169.254.170.23/32", 1);

    expect_result("Create again", create(client, route_parameters(client, L"169.254.170.2/32", L"172.30.0.1", first,
                                                                   L"ActiveStore")),
                  MI_RESULT_ALREADY_EXISTS, L"Windows System Error 87");

    parameters = route_parameters(client, L"169.254.170.2/32", L"172.30.0.1", first, L"ActiveStore");
    add_number(parameters, L"RouteMetric", MI_UINT16, 7);
    expect_result("Create again with another metric", create(client, parameters), MI_RESULT_ALREADY_EXISTS,
                  L"Windows System Error 87");

    expect_count(client, "all routes to the prefix show",
                 L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '169.254.170.2/32' AND Store = 1", 4);
    expect_count(client, "the default metric is 256",
                 L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '169.254.170.2/32' AND Store = 1 AND "
                 L"RouteMetric = 256",
                 4);
    expect_count(client, "the given metric",
                 L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '169.254.169.254/32' AND RouteMetric = 1", 1);
}

static void suite_bad_parameters(Client *client)
{
    MI_Uint32 first = index_of(client, L"vEthernet (Ethernet)");
    MI_Instance *parameters;
    static const wchar_t *const badPrefixes[] = {
        L"", L"169.254.170.2", L"169.254.170.2/", L"169.254.170.2/33", L"169.254.170.2/x", L"169.254.170.2/30",
        L"169.254.170/32", L"169.254.170.256/32", L"169.254.170.2.1/32", L" 169.254.170.2/32", L"::1/128",
    };
    static const wchar_t *const badNextHops[] = { L"", L"x", L"1.2.3", L"1.2.3.4 ", L"1.2.3.4/32", L"::1" };
    char name[100];

    for (size_t i = 0; i < ARRAYSIZE(badPrefixes); i++) {
        snprintf(name, sizeof name, "bad DestinationPrefix '%ls'", badPrefixes[i]);
        expect_result(name, create(client, route_parameters(client, badPrefixes[i], L"172.30.0.1", first, NULL)),
                      MI_RESULT_INVALID_PARAMETER, L"Windows System Error 87");
    }
    for (size_t i = 0; i < ARRAYSIZE(badNextHops); i++) {
        snprintf(name, sizeof name, "bad NextHop '%ls'", badNextHops[i]);
        expect_result(name, create(client, route_parameters(client, L"1.2.3.4/32", badNextHops[i], first, NULL)),
                      MI_RESULT_INVALID_PARAMETER, L"Windows System Error 87");
    }

    parameters = new_instance(client, L"CimMethodParametersCollection");
    add_text(parameters, L"DestinationPrefix", L"1.2.3.4/32");
    expect_result("no interface", create(client, parameters), MI_RESULT_INVALID_PARAMETER, L"Windows System Error 87");
    expect_result("an interface that is not there",
                  create(client, route_parameters(client, L"1.2.3.4/32", L"0.0.0.0", 4711, L"ActiveStore")),
                  MI_RESULT_FAILED, L"Windows System Error 1168");
    expect_result("a next hop that cannot be reached",
                  create(client, route_parameters(client, L"1.2.3.4/32", L"9.9.9.9", first, L"ActiveStore")),
                  MI_RESULT_FAILED, L"Windows System Error 1168");
    expect_result("an unknown policy store",
                  create(client, route_parameters(client, L"1.2.3.4/32", L"0.0.0.0", first, L"Active")),
                  MI_RESULT_INVALID_PARAMETER, L"Windows System Error 87");

    parameters = route_parameters(client, L"1.2.3.4/32", L"0.0.0.0", first, L"ActiveStore");
    add_number(parameters, L"RouteMetric", MI_UINT32, 1);
    expect_result("a parameter of the wrong type", create(client, parameters), MI_RESULT_INVALID_PARAMETER,
                  L"HRESULT 0x80041008");
    parameters = route_parameters(client, L"1.2.3.4/32", L"0.0.0.0", first, L"ActiveStore");
    add_number(parameters, L"Metric", MI_UINT16, 1);
    expect_result("an unknown parameter", create(client, parameters), MI_RESULT_INVALID_PARAMETER,
                  L"HRESULT 0x80041008");
    parameters = route_parameters(client, L"1.2.3.4/32", L"0.0.0.0", first, L"ActiveStore");
    add_number(parameters, L"AddressFamily", MI_UINT16, 23);
    expect_result("IPv6", create(client, parameters), MI_RESULT_NOT_SUPPORTED, L"Windows System Error 50");

    expect_result("an unknown method",
                  invoke(client, L"MSFT_NetRoute", L"Find", new_instance(client, L"CimMethodParametersCollection")),
                  MI_RESULT_METHOD_NOT_FOUND, L"HRESULT 0x80041055");
    expect_result("a method of an unknown class",
                  invoke(client, L"MSFT_NetNothing", L"Create", new_instance(client, L"CimMethodParametersCollection")),
                  MI_RESULT_INVALID_CLASS, L"HRESULT 0x80041010");
    expect_count(client, "nothing of all this was added",
                 L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix LIKE '1.2.3.%'", 0);
}

static void delete_where(Client *client, const char *name, const wchar_t *where, MI_Result wanted)
{
    wchar_t text[300];

    swprintf(text, ARRAYSIZE(text), L"SELECT * FROM MSFT_NetRoute WHERE %ls", where);

    Answer found = query(client, text);
    if (check(name, found.count == 1, "%u rows", found.count)) {
        Answer deleted = delete_instance(client, found.rows[0]);
        check(name, deleted.result == wanted, "result %d, id '%ls'", (int)deleted.result, deleted.messageId);
        free_answer(&deleted);
    }
    free_answer(&found);
}

static void suite_deleting(Client *client)
{
    delete_where(client, "delete the on-link route only",
                 L"DestinationPrefix = '169.254.170.2/32' AND Store = 1 AND NextHop = '0.0.0.0'", MI_RESULT_OK);
    delete_where(client, "delete the route by one of the next hops",
                 L"DestinationPrefix = '169.254.170.2/32' AND NextHop = '172.30.0.9'", MI_RESULT_OK);
    delete_where(client, "delete the route of one of the interfaces",
                 L"DestinationPrefix = '169.254.170.2/32' AND NextHop = '10.0.1.1' AND Store = 1", MI_RESULT_OK);
    delete_where(client, "delete the route with metric 1", L"DestinationPrefix = '169.254.169.254/32'", MI_RESULT_OK);
    delete_where(client, "delete a route without a kernel metric",
                 L"DestinationPrefix = '0.0.0.0/0' AND InterfaceAlias = 'vEthernet (Ethernet)'", MI_RESULT_OK);
    delete_where(client, "a persistent route is not deleted", L"Store = 0", MI_RESULT_NOT_SUPPORTED);

    Answer row = query(client, L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '169.254.170.23/32'");
    expect_result("delete", delete_instance(client, row.rows[0]), MI_RESULT_OK, L"");
    expect_result("delete what is gone", delete_instance(client, row.rows[0]), MI_RESULT_NOT_FOUND,
                  L"HRESULT 0x80041002");
    free_answer(&row);
}

/* Without PolicyStore both stores are written, with PersistentStore the file only. */
static void suite_persistent(Client *client)
{
    MI_Uint32 first = index_of(client, L"vEthernet (Ethernet)");

    expect_created("Create without PolicyStore",
                   create(client, route_parameters(client, L"10.9.0.0/16", L"172.30.0.1", first, NULL)),
                   L"10.9.0.0/16", 2);
    expect_created("Create in the persistent store",
                   create(client, route_parameters(client, L"10.8.0.0/16", L"172.30.0.1", first, L"PersistentStore")),
                   L"10.8.0.0/16", 1);
    expect_result("Create in the persistent store again",
                  create(client, route_parameters(client, L"10.8.0.0/16", L"172.30.0.1", first, L"PersistentStore")),
                  MI_RESULT_ALREADY_EXISTS, L"Windows System Error 87");
    expect_count(client, "both stores show", L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '10.9.0.0/16'",
                 2);
    expect_count(client, "one store shows",
                 L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '10.8.0.0/16' AND Store = 0", 1);
    expect_count(client, "and not the other",
                 L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '10.8.0.0/16' AND Store = 1", 0);
}

/* `run` has dropped CAP_NET_ADMIN. */
static void suite_denied(Client *client)
{
    MI_Uint32 first = index_of(client, L"vEthernet (Ethernet)");
    Answer answer =
        create(client, route_parameters(client, L"169.254.170.77/32", L"172.30.0.1", first, L"ActiveStore"));

    check("Create: its text", wcscmp(answer.message, L"Access is denied.") == 0, "'%ls'", answer.message);
    expect_result("Create is denied, with details", answer, MI_RESULT_ACCESS_DENIED, L"Windows System Error 5");
    answer = query(client, L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '0.0.0.0/0' AND Store = 1");
    expect_result("DeleteInstance is denied", delete_instance(client, answer.rows[0]), MI_RESULT_ACCESS_DENIED,
                  L"Windows System Error 5");
    check("reading is allowed", answer.count > 0, "no rows");
    free_answer(&answer);
}

/* Every row, for `run` to compare with `ip route`: prefix, next hop, interface, effective metric. */
static void suite_list(Client *client)
{
    Answer answer = query(client, L"SELECT * FROM MSFT_NetRoute WHERE Store = 1");

    for (MI_Uint32 i = 0; i < answer.count; i++) {
        const MI_Instance *row = answer.rows[i];
        printf("%ls %ls %lld %lld\n", text_of(row, L"DestinationPrefix"), text_of(row, L"NextHop"),
               number_of(row, L"InterfaceIndex"), number_of(row, L"RouteMetric") + number_of(row, L"InterfaceMetric"));
    }
    free_answer(&answer);
}

/* --- faults: each with a fresh DLL, which reads the ini when it is loaded ---------------------------------------- */

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) {
        give_up("cannot write a file");
    }
}

static void open_with(Client *client, const char *ini)
{
    write_file(INI_FILE, ini);
    open_client(client);
}

static Answer enumerate(Client *client, const wchar_t *className)
{
    MI_Operation operation;

    client->session.ft->EnumerateInstances(&client->session, 0, NULL, NAMESPACE, className, FALSE, NULL, &operation);
    return finish(&operation);
}

static void suite_failures(void)
{
    Client client;
    MI_Instance *error = NULL;
    MI_Result result;

    write_file(INI_FILE, "[fail]\nInitialize=1\n");
    result = load(&client)(0, L"x", &error, &client.application);
    check("Initialize fails as told, with details", result == MI_RESULT_FAILED && error != NULL, "%d", (int)result);
    if (error != NULL) {
        error->ft->Delete(error);
    }
    unload(&client);

    write_file(INI_FILE, "[fail]\nNewSession=2\n[details]\nnone=1\n");
    load(&client)(0, L"x", NULL, &client.application);
    result = client.application.ft->NewSession(&client.application, NULL, NULL, NULL, NULL, &error, &client.session);
    check("NewSession fails as told, without details", result == MI_RESULT_ACCESS_DENIED && error == NULL, "%d",
          (int)result);
    unload(&client);

    open_with(&client, "[fail]\nQueryInstances=1\nEnumerateInstances=2\nInvoke=28\nGetInstance=6\nDeleteInstance=7\n");
    MI_Instance *key = new_instance(&client, L"MSFT_NetRoute");
    MI_Operation operation;
    expect_result("QueryInstances fails as told", query(&client, L"SELECT * FROM MSFT_NetRoute"), MI_RESULT_FAILED,
                  L"HRESULT 0x80041001");
    expect_result("EnumerateInstances fails as told", enumerate(&client, L"MSFT_NetRoute"), MI_RESULT_ACCESS_DENIED,
                  L"HRESULT 0x80041003");
    expect_result("Invoke fails as told", create(&client, new_instance(&client, L"x")), (MI_Result)28,
                  L"MI RESULT 28");
    client.session.ft->GetInstance(&client.session, 0, NULL, NAMESPACE, key, NULL, &operation);
    expect_result("GetInstance fails as told", finish(&operation), MI_RESULT_NOT_FOUND, L"HRESULT 0x80041002");
    expect_result("DeleteInstance fails as told", delete_instance(&client, key), MI_RESULT_NOT_SUPPORTED,
                  L"HRESULT 0x8004100c");
    key->ft->Delete(key);
    close_client(&client);

    open_with(&client, "[fail]\nInvoke=2\n");
    expect_result("a denied change carries the error of Windows", create(&client, new_instance(&client, L"x")),
                  MI_RESULT_ACCESS_DENIED, L"Windows System Error 5");
    close_client(&client);

    open_with(&client, "[fail]\nQueryInstances=1\n[details]\nnone=1\n");
    Answer answer = query(&client, L"SELECT * FROM MSFT_NetRoute");
    check("a failure without details", answer.result == MI_RESULT_FAILED && !answer.hasDetails && !answer.message[0],
          "result %d", (int)answer.result);
    free_answer(&answer);
    result = client.functions->utilitiesFT->CimErrorFromErrorCode(1, L"MI", NULL, &error);
    check("the client makes its own details", result == MI_RESULT_OK && number_of(error, L"error_Code") == 1, "%d",
          (int)result);
    error->ft->Delete(error);
    close_client(&client);

    open_with(&client, "[return]\nCreate=5\n");
    answer = create(&client, route_parameters(&client, L"169.254.170.55/32", L"0.0.0.0", 1, L"ActiveStore"));
    check("Create returns what it is told", answer.count == 1 && number_of(answer.rows[0], L"ReturnValue") == 5,
          "result %d", (int)answer.result);
    free_answer(&answer);
    expect_count(&client, "and adds nothing",
                 L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '169.254.170.55/32'", 0);
    close_client(&client);
}

static MI_OperationOptions timeout_options(Client *client, MI_Uint32 days, MI_Uint32 milliseconds)
{
    MI_OperationOptions options;
    MI_Interval interval = { .days = days, .seconds = milliseconds / 1000,
                             .microseconds = milliseconds % 1000 * 1000 };
    MI_Interval readBack = { 0 };

    client->application.ft->NewOperationOptions(&client->application, FALSE, &options);
    options.ft->SetInterval(&options, L"__MI_OPERATIONOPTIONS_TIMEOUT", &interval, 0);
    options.ft->GetInterval(&options, L"__MI_OPERATIONOPTIONS_TIMEOUT", &readBack, NULL, NULL);
    if (memcmp(&interval, &readBack, sizeof interval) != 0) {
        check("the time-out reads back", false, "%u ms", readBack.microseconds);
    }
    return options;
}

static void cancel_later(void *operation)
{
    Sleep(300);
    ((MI_Operation *)operation)->ft->Cancel(operation, MI_REASON_NONE);
}

static DWORD WINAPI cancel_thread(void *operation)
{
    cancel_later(operation);
    return 0;
}

static void suite_hangs(void)
{
    Client client;
    Answer answer;
    MI_Operation operation;
    MI_OperationOptions options;

    open_with(&client, "[hang]\nQueryInstances=700\n[hang-class]\nMSFT_NetAdapter=60000\n");

    answer = query(&client, L"SELECT * FROM MSFT_NetRoute");
    check("a hang that ends gives all rows", answer.count > 0 && answer.milliseconds >= 650,
          "%u rows after %lu ms", answer.count, answer.milliseconds);
    free_answer(&answer);

    options = timeout_options(&client, 0, 300);
    start_query(&client, L"SELECT * FROM MSFT_NetRoute", &options, &operation);
    options.ft->Delete(&options);
    answer = finish(&operation);
    check("the time-out ends a hang", answer.milliseconds >= 250, "%lu ms", answer.milliseconds);
    expect_result("a timed-out operation fails", answer, MI_RESULT_FAILED, L"HRESULT 0x40004");

    options = timeout_options(&client, 10675199, 0);
    start_query(&client, L"SELECT * FROM MSFT_NetRoute", &options, &operation);
    options.ft->Delete(&options);
    answer = finish(&operation);
    check("a time-out of TimeSpan.MaxValue is none", answer.count > 0, "result %d", (int)answer.result);
    free_answer(&answer);

    start_query(&client, L"SELECT * FROM MSFT_NetAdapter", NULL, &operation);
    HANDLE thread = CreateThread(NULL, 0, cancel_thread, &operation, 0, NULL);
    answer = collect(&operation);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    operation.ft->Close(&operation);
    check("Cancel ends a hang", answer.milliseconds >= 250 && answer.milliseconds < 30000, "%lu ms",
          answer.milliseconds);
    expect_result("a cancelled operation fails", answer, MI_RESULT_FAILED, L"HRESULT 0x80041032");

    DWORD start = GetTickCount();
    start_query(&client, L"SELECT * FROM MSFT_NetAdapter", NULL, &operation);
    check("Close without reading fails", operation.ft->Close(&operation) == MI_RESULT_FAILED, "it did not");
    operation.ft->Cancel(&operation, MI_REASON_NONE);
    answer = finish(&operation);
    check("after Cancel reading does not wait", GetTickCount() - start < 30000, "%lu ms", GetTickCount() - start);
    free_answer(&answer);

    /* A foreach that ends early: Cancel(2), then the remaining results are read. */
    start_query(&client, L"SELECT * FROM MSFT_NetRoute", NULL, &operation);
    const MI_Instance *instance = NULL;
    MI_Boolean more = FALSE;
    operation.ft->GetInstance(&operation, &instance, &more, NULL, NULL, NULL);
    check("the first of several rows", instance != NULL && more, "more %d", more);
    operation.ft->Cancel(&operation, MI_REASON_SHUTDOWN);
    answer = finish(&operation);
    check("after Cancel there are no more rows", answer.count == 0 && answer.result == MI_RESULT_FAILED,
          "%u rows, result %d", answer.count, (int)answer.result);
    free_answer(&answer);
    close_client(&client);

    open_with(&client, "[hang]\nInvoke=60000\n");
    MI_Instance *parameters = route_parameters(&client, L"169.254.170.55/32", L"0.0.0.0", 1, L"ActiveStore");
    options = timeout_options(&client, 0, 200);
    client.session.ft->Invoke(&client.session, 0, &options, NAMESPACE, L"MSFT_NetRoute", L"Create", NULL, parameters,
                              NULL, &operation);
    options.ft->Delete(&options);
    parameters->ft->Delete(parameters);
    expect_result("Create times out", finish(&operation), MI_RESULT_FAILED, L"HRESULT 0x40004");
    expect_count(&client, "and has added nothing",
                 L"SELECT * FROM MSFT_NetRoute WHERE DestinationPrefix = '169.254.170.55/32'", 0);
    close_client(&client);
}

/* --- asynchronous operations ------------------------------------------------------------------------------------- */

typedef struct AsyncCall {
    MI_Operation operation;
    HANDLE arrived;  /* a result came */
    HANDLE finished; /* the last one came */
    bool acknowledges;
    bool closesItself;
    volatile LONG results;
    volatile LONG rows;
    MI_Result result;
    DWORD callbackThread;
    MI_Operation *pendingOperation;
    MI_ResultAcknowledgement pendingAcknowledgement;
} AsyncCall;

static void on_result(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean moreResults,
                      MI_Result resultCode, const MI_Char *errorString, const MI_Instance *errorDetails,
                      MI_ResultAcknowledgement resultAcknowledgement)
{
    AsyncCall *call = context;

    InterlockedIncrement(&call->results);
    call->callbackThread = GetCurrentThreadId();
    if (instance != NULL) {
        MI_Instance *clone;
        instance->ft->Clone(instance, &clone);
        clone->ft->Delete(clone);
        InterlockedIncrement(&call->rows);
    }
    if (call->acknowledges) {
        resultAcknowledgement(operation);
    } else {
        call->pendingOperation = operation;
        call->pendingAcknowledgement = resultAcknowledgement;
    }
    SetEvent(call->arrived);
    if (!moreResults) {
        call->result = resultCode;
        if (call->closesItself) {
            /* The package does this with its handle, on the callback's thread. */
            call->operation.ft->Cancel(&call->operation, MI_REASON_SHUTDOWN);
            call->operation.ft->Close(&call->operation);
        }
        SetEvent(call->finished);
    }
}

static void start_async(Client *client, AsyncCall *call, const wchar_t *className)
{
    MI_OperationCallbacks callbacks = { .callbackContext = call, .instanceResult = on_result };

    call->arrived = CreateEventW(NULL, FALSE, FALSE, NULL);
    call->finished = CreateEventW(NULL, TRUE, FALSE, NULL);
    client->session.ft->EnumerateInstances(&client->session, 0, NULL, NAMESPACE, className, FALSE, &callbacks,
                                           &call->operation);
}

static void end_async(AsyncCall *call)
{
    CloseHandle(call->arrived);
    CloseHandle(call->finished);
}

static void suite_async(void)
{
    Client client;

    open_with(&client, "[hang-class]\nMSFT_NetRoute=60000\n");

    AsyncCall call = { .acknowledges = true, .closesItself = true };
    start_async(&client, &call, L"MSFT_NetAdapter");
    check("asynchronous: the last result comes", WaitForSingleObject(call.finished, 20000) == WAIT_OBJECT_0, "not");
    check("asynchronous: rows, an empty last one, OK", call.rows == 4 && call.results == 5 && call.result == 0,
          "%ld rows in %ld results, result %d", call.rows, call.results, (int)call.result);
    check("asynchronous: on another thread", call.callbackThread != GetCurrentThreadId(), "on ours");
    end_async(&call);

    AsyncCall slow = { .acknowledges = false };
    start_async(&client, &slow, L"MSFT_NetAdapter");
    WaitForSingleObject(slow.arrived, 20000);
    Sleep(200);
    check("no second result before the first is acknowledged", slow.results == 1, "%ld results", slow.results);
    slow.acknowledges = true;
    slow.pendingAcknowledgement(slow.pendingOperation);
    check("it goes on after the acknowledgement", WaitForSingleObject(slow.finished, 20000) == WAIT_OBJECT_0, "not");
    slow.operation.ft->Close(&slow.operation);
    end_async(&slow);

    AsyncCall cancelled = { .acknowledges = true };
    start_async(&client, &cancelled, L"MSFT_NetRoute");
    Sleep(200);
    check("a hang delivers nothing", cancelled.results == 0, "%ld results", cancelled.results);
    cancelled.operation.ft->Cancel(&cancelled.operation, MI_REASON_NONE);
    WaitForSingleObject(cancelled.finished, 20000);
    check("Cancel delivers the failure", cancelled.results == 1 && cancelled.result == MI_RESULT_FAILED,
          "%ld results, result %d", cancelled.results, (int)cancelled.result);
    cancelled.operation.ft->Close(&cancelled.operation);
    end_async(&cancelled);

    AsyncCall closed = { .acknowledges = true };
    start_async(&client, &closed, L"MSFT_NetRoute");
    closed.operation.ft->Close(&closed.operation);
    check("Close returns after the last callback", closed.results == 1 && closed.result == MI_RESULT_FAILED,
          "%ld results", closed.results);
    end_async(&closed);

    AsyncCall unacknowledged = { .acknowledges = false };
    start_async(&client, &unacknowledged, L"MSFT_NetAdapter");
    WaitForSingleObject(unacknowledged.arrived, 20000);
    unacknowledged.operation.ft->Close(&unacknowledged.operation);
    check("Close does not wait for an acknowledgement", unacknowledged.results == 2, "%ld results",
          unacknowledged.results);
    end_async(&unacknowledged);

    close_client(&client);
}

/* --- life ------------------------------------------------------------------------------------------------------- */

/* The last line of the trace that begins, after the ids, with "mi.dll unloaded". */
static void read_unload_line(char *line, size_t size)
{
    FILE *file = fopen(TRACE_FILE, "rb");
    char current[1024];

    line[0] = '\0';
    while (file != NULL && fgets(current, sizeof current, file) != NULL) {
        const char *found = strstr(current, "mi.dll unloaded");
        if (found != NULL) {
            snprintf(line, size, "%s", found);
            line[strcspn(line, "\n")] = '\0';
        }
    }
    if (file != NULL) {
        fclose(file);
    }
}

static void expect_nothing_lives(const char *name)
{
    char line[1024];

    read_unload_line(line, sizeof line);
    check(name, strcmp(line, "mi.dll unloaded: live applications=0 instances=0 operations=0 sessions=0 options=0") == 0, "%s", line);
}

/* Each line is appended at once (trace_file.c). */
#define TRACING_THREADS 4
#define LINES_OF_A_THREAD 1000

static DWORD WINAPI make_instances(void *application)
{
    MI_Application *self = application;
    MI_Instance *instance;

    for (int i = 0; i < LINES_OF_A_THREAD; i++) {
        self->ft->NewInstance(self, L"Traced", NULL, &instance);
        instance->ft->Delete(instance);
    }
    return 0;
}

static int trace_lines_with(const char *text)
{
    FILE *file = fopen(TRACE_FILE, "rb");
    char line[1024];
    int count = 0;

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        count += strstr(line, text) != NULL;
    }
    if (file != NULL) {
        fclose(file);
    }
    return count;
}

static void suite_trace(void)
{
    Client client;
    HANDLE threads[TRACING_THREADS];

    DeleteFileA(TRACE_FILE);
    open_with(&client, TRACE_INI);
    for (int i = 0; i < TRACING_THREADS; i++) {
        threads[i] = CreateThread(NULL, 0, make_instances, &client.application, 0, NULL);
    }
    WaitForMultipleObjects(TRACING_THREADS, threads, TRUE, INFINITE);
    for (int i = 0; i < TRACING_THREADS; i++) {
        CloseHandle(threads[i]);
    }
    close_client(&client);

    int created = trace_lines_with(" Application.NewInstance(Traced) = OK\n");
    int deleted = trace_lines_with(" Instance.Delete(Traced) = OK\n");
    int expected = TRACING_THREADS * LINES_OF_A_THREAD;
    check("every call of four threads has its line in the trace", created == expected && deleted == expected,
          "%d created and %d deleted, of %d", created, deleted, expected);
}

static void suite_lifetime(void)
{
    Client client;
    DWORD start = GetTickCount();

    DeleteFileA(TRACE_FILE);
    open_with(&client, TRACE_INI);
    MI_Uint32 loopback = index_of(&client, L"Loopback Pseudo-Interface 1");
    for (int i = 0; i < MANY_OPERATIONS; i++) {
        Answer answer;
        switch (i % 4) {
        case 0:
            answer = query(&client, L"SELECT * FROM MSFT_NetRoute WHERE InterfaceMetric = 75");
            break;
        case 1:
            answer = create(&client, route_parameters(&client, L"127.0.0.0/8", L"0.0.0.0", loopback, L"ActiveStore"));
            break;
        case 2:
            answer = query(&client, L"SELECT nonsense");
            break;
        default:
            answer = query(&client, L"SELECT Name FROM MSFT_NetAdapter");
            break;
        }
        free_answer(&answer);
    }
    close_client(&client);
    printf("note 10,000 traced operations took %lu ms\n", GetTickCount() - start);
    expect_nothing_lives("after 10,000 operations nothing lives");

    open_with(&client, TRACE_INI);
    for (int i = 0; i < 200; i++) {
        AsyncCall call = { .acknowledges = true, .closesItself = i % 2 == 0 };
        start_async(&client, &call, L"MSFT_NetAdapter");
        WaitForSingleObject(call.finished, 20000);
        if (!call.closesItself) {
            call.operation.ft->Close(&call.operation);
        }
        end_async(&call);
    }
    MI_OperationOptions options = timeout_options(&client, 0, 1);
    MI_OperationOptions clone;
    options.ft->Clone(&options, &clone);
    options.ft->Delete(&options);
    clone.ft->Delete(&clone);
    close_client(&client);
    expect_nothing_lives("after 200 asynchronous operations nothing lives");
}

static DWORD WINAPI read_for_ever(void *operation)
{
    Answer answer = collect(operation);

    free_answer(&answer);
    return 0;
}

/* The process ends with a session, a read and an unread operation open: `run` checks exit code and time. */
static void suite_exit(void)
{
    Client client;
    MI_Operation blocked;
    MI_Operation unread;

    open_with(&client, "[hang-class]\nMSFT_NetAdapter=60000\n");
    start_query(&client, L"SELECT * FROM MSFT_NetAdapter", NULL, &blocked);
    start_query(&client, L"SELECT * FROM MSFT_NetRoute", NULL, &unread);
    CreateThread(NULL, 0, read_for_ever, &blocked, 0, NULL);
    Sleep(200);
    ExitProcess(42);
}

/* An ini file with an unknown entry. */
static void suite_bad_ini(void)
{
    Client client;

    write_file(INI_FILE, "[hang]\nQuerryInstances=1\n");
    open_client(&client);
    check("an ini with a mistake ends the process", false, "still here");
}

static void suite_faults(void)
{
    suite_failures();
    suite_hangs();
    suite_async();
}

/* --- the program ------------------------------------------------------------------------------------------------ */

/* Suites with one client and without faults. */
static const struct {
    const wchar_t *name;
    void (*run)(Client *client);
} clientSuites[] = {
    { L"reading", suite_reading },       { L"creating", suite_creating }, { L"bad-parameters", suite_bad_parameters },
    { L"deleting", suite_deleting },     { L"persistent", suite_persistent }, { L"denied", suite_denied },
    { L"list", suite_list },
};

/* Suites that load the DLL themselves. */
static const struct {
    const wchar_t *name;
    void (*run)(void);
} bareSuites[] = {
    { L"faults", suite_faults },
    { L"trace", suite_trace },
    { L"lifetime", suite_lifetime },
    { L"exit", suite_exit },
    { L"bad-ini", suite_bad_ini },
};

static bool run_suite(const wchar_t *name)
{
    for (size_t i = 0; i < ARRAYSIZE(clientSuites); i++) {
        if (wcscmp(clientSuites[i].name, name) == 0) {
            Client client;
            open_client(&client);
            clientSuites[i].run(&client);
            close_client(&client);
            return true;
        }
    }
    for (size_t i = 0; i < ARRAYSIZE(bareSuites); i++) {
        if (wcscmp(bareSuites[i].name, name) == 0) {
            bareSuites[i].run();
            DeleteFileA(INI_FILE);
            return true;
        }
    }
    return false;
}

int wmain(int argc, wchar_t **argv)
{
    if (argc != 2 || !run_suite(argv[1])) {
        fprintf(stderr, "usage: mi-selftest SUITE\n");
        return 2;
    }
    return failures == 0 ? 0 : 1;
}
