/*
 * The subset of WQL for instance queries:
 *
 *     query      SELECT (* | property {, property}) FROM class [WHERE condition]
 *     condition  and-condition {OR and-condition}
 *     and-       factor {AND factor}
 *     factor     NOT factor | ( condition ) | comparison
 *     comparison property (= <> != < > <= >= LIKE) literal | property IS [NOT] NULL
 *     literal    'text' | "text" (backslash escapes the next character) | integer | TRUE | FALSE
 *
 * Keywords, names and text compare without case. LIKE supports % and _; a pattern with [ is refused.
 */
#ifndef WQL_H
#define WQL_H

#include <stdbool.h>

#include "cim_classes.h"

typedef struct WqlQuery WqlQuery;

/* NULL if the text is not such a query. */
WqlQuery *wql_parse(const wchar_t *text);
void wql_free(WqlQuery *query);

const wchar_t *wql_class_name(const WqlQuery *query);

/* True if the class has every property of the query, with a type that fits its literal. */
bool wql_fits_class(const WqlQuery *query, const CimClass *cimClass);

/* Whether the query selects this instance. A comparison with a null value is false. */
bool wql_matches(const WqlQuery *query, const MI_Instance *instance);

/* The instance reduced to the selected properties and the keys. Takes ownership of `instance`. */
MI_Instance *wql_project(const WqlQuery *query, MI_Instance *instance);

#endif
