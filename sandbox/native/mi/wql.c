#include "wql.h"

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "checked_memory.h"

#define MAX_NESTING 64

/* --- the tree -------------------------------------------------------------------------------------------------- */

typedef enum Comparison {
    COMPARE_EQUAL,
    COMPARE_NOT_EQUAL,
    COMPARE_LESS,
    COMPARE_GREATER,
    COMPARE_LESS_OR_EQUAL,
    COMPARE_GREATER_OR_EQUAL,
    COMPARE_LIKE,
    COMPARE_IS_NULL,
} Comparison;

typedef enum LiteralKind {
    LITERAL_NONE,
    LITERAL_TEXT,
    LITERAL_NUMBER,
    LITERAL_BOOLEAN,
} LiteralKind;

typedef enum ConditionKind {
    CONDITION_COMPARISON,
    CONDITION_NOT,
    CONDITION_AND,
    CONDITION_OR,
} ConditionKind;

typedef struct Condition Condition;

struct Condition {
    ConditionKind kind;
    /* NOT uses only left */
    Condition *left;
    Condition *right;
    /* a comparison */
    wchar_t *property;
    Comparison comparison;
    LiteralKind literalKind;
    wchar_t *text;
    long long number;
};

struct WqlQuery {
    wchar_t **columns; /* empty for SELECT * */
    size_t columnCount;
    size_t columnCapacity;
    wchar_t *className;
    Condition *where; /* NULL without WHERE */
};

static void free_condition(Condition *condition)
{
    if (condition == NULL) {
        return;
    }
    free_condition(condition->left);
    free_condition(condition->right);
    free(condition->property);
    free(condition->text);
    free(condition);
}

void wql_free(WqlQuery *query)
{
    if (query == NULL) {
        return;
    }
    for (size_t i = 0; i < query->columnCount; i++) {
        free(query->columns[i]);
    }
    free(query->columns);
    free(query->className);
    free_condition(query->where);
    free(query);
}

const wchar_t *wql_class_name(const WqlQuery *query)
{
    return query->className;
}

/* --- tokens ---------------------------------------------------------------------------------------------------- */

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_TEXT,
    TOKEN_SYMBOL,
    TOKEN_BAD,
} TokenKind;

typedef struct Parser {
    const wchar_t *next; /* after the current token */
    TokenKind kind;
    wchar_t *token; /* the current token, a text without its quotes and escapes */
    int nesting;
} Parser;

static bool is_word_start(wchar_t c)
{
    return c == L'_' || iswalpha(c);
}

static void take_text(Parser *parser, wchar_t quote)
{
    size_t length = 0;

    parser->kind = TOKEN_TEXT;
    parser->next++;
    while (*parser->next != quote) {
        if (*parser->next == L'\\' && parser->next[1] != L'\0') {
            parser->next++;
        }
        if (*parser->next == L'\0') {
            parser->kind = TOKEN_BAD;
            break;
        }
        parser->token[length++] = *parser->next++;
    }
    parser->token[length] = L'\0';
    if (parser->kind == TOKEN_TEXT) {
        parser->next++;
    }
}

static void take_characters(Parser *parser, TokenKind kind, size_t length)
{
    parser->kind = kind;
    memcpy(parser->token, parser->next, length * sizeof(wchar_t));
    parser->token[length] = L'\0';
    parser->next += length;
}

/* Moves to the next token. */
static void advance(Parser *parser)
{
    static const wchar_t *const symbols[] = { L"<>", L"!=", L"<=", L">=", L"=", L"<", L">", L"(", L")", L",", L"*" };
    size_t length = 0;

    while (iswspace(*parser->next)) {
        parser->next++;
    }

    wchar_t first = *parser->next;

    if (first == L'\0') {
        take_characters(parser, TOKEN_END, 0);
    } else if (first == L'\'' || first == L'"') {
        take_text(parser, first);
    } else if (is_word_start(first)) {
        while (parser->next[length] == L'_' || iswalnum(parser->next[length])) {
            length++;
        }
        take_characters(parser, TOKEN_WORD, length);
    } else if (iswdigit(first) || (first == L'-' && iswdigit(parser->next[1]))) {
        do {
            length++;
        } while (iswdigit(parser->next[length]));
        /* `12abc` is not a number followed by a word. */
        bool ends = parser->next[length] != L'_' && !iswalnum(parser->next[length]);
        take_characters(parser, ends ? TOKEN_NUMBER : TOKEN_BAD, length);
    } else {
        for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
            length = wcslen(symbols[i]);
            if (wcsncmp(parser->next, symbols[i], length) == 0) {
                take_characters(parser, TOKEN_SYMBOL, length);
                return;
            }
        }
        take_characters(parser, TOKEN_BAD, 1);
    }
}

static bool at_word(const Parser *parser, const wchar_t *word)
{
    return parser->kind == TOKEN_WORD && _wcsicmp(parser->token, word) == 0;
}

static bool at_symbol(const Parser *parser, const wchar_t *symbol)
{
    return parser->kind == TOKEN_SYMBOL && wcscmp(parser->token, symbol) == 0;
}

/* Skips the word if it is the current token. */
static bool accept_word(Parser *parser, const wchar_t *word)
{
    if (!at_word(parser, word)) {
        return false;
    }
    advance(parser);
    return true;
}

static bool accept_symbol(Parser *parser, const wchar_t *symbol)
{
    if (!at_symbol(parser, symbol)) {
        return false;
    }
    advance(parser);
    return true;
}

/* A copy of the current name; NULL for another token. */
static wchar_t *accept_name(Parser *parser)
{
    if (parser->kind != TOKEN_WORD) {
        return NULL;
    }

    wchar_t *name = memory_copy_text(parser->token);

    advance(parser);
    return name;
}

/* --- grammar: each function returns NULL or false for what is no query ------------------------------------------ */

static Condition *parse_condition(Parser *parser);

static bool parse_comparison_operator(Parser *parser, Comparison *comparison)
{
    static const struct {
        const wchar_t *symbol;
        Comparison comparison;
    } operators[] = {
        { L"=", COMPARE_EQUAL },          { L"<>", COMPARE_NOT_EQUAL },         { L"!=", COMPARE_NOT_EQUAL },
        { L"<", COMPARE_LESS },           { L">", COMPARE_GREATER },            { L"<=", COMPARE_LESS_OR_EQUAL },
        { L">=", COMPARE_GREATER_OR_EQUAL },
    };

    if (accept_word(parser, L"LIKE")) {
        *comparison = COMPARE_LIKE;
        return true;
    }
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        if (accept_symbol(parser, operators[i].symbol)) {
            *comparison = operators[i].comparison;
            return true;
        }
    }
    return false;
}

static bool parse_literal(Parser *parser, Condition *condition)
{
    switch (parser->kind) {
    case TOKEN_TEXT:
        condition->literalKind = LITERAL_TEXT;
        condition->text = memory_copy_text(parser->token);
        break;
    case TOKEN_NUMBER:
        condition->literalKind = LITERAL_NUMBER;
        condition->number = _wcstoi64(parser->token, NULL, 10);
        break;
    case TOKEN_WORD:
        condition->literalKind = LITERAL_BOOLEAN;
        condition->number = at_word(parser, L"TRUE");
        if (condition->number == 0 && !at_word(parser, L"FALSE")) {
            return false;
        }
        break;
    default:
        return false;
    }
    advance(parser);
    return true;
}

/* After the property's name. */
static bool parse_comparison_rest(Parser *parser, Condition *condition)
{
    if (accept_word(parser, L"IS")) {
        condition->comparison = COMPARE_IS_NULL;
        condition->number = accept_word(parser, L"NOT");
        return accept_word(parser, L"NULL");
    }
    if (!parse_comparison_operator(parser, &condition->comparison) || !parse_literal(parser, condition)) {
        return false;
    }
    if (condition->comparison == COMPARE_LIKE) {
        return condition->literalKind == LITERAL_TEXT && wcschr(condition->text, L'[') == NULL;
    }
    return true;
}

static Condition *new_condition(ConditionKind kind, Condition *left, Condition *right)
{
    Condition *condition = memory_new(sizeof *condition);

    condition->kind = kind;
    condition->left = left;
    condition->right = right;
    return condition;
}

static Condition *parse_comparison(Parser *parser)
{
    Condition *condition = new_condition(CONDITION_COMPARISON, NULL, NULL);

    condition->property = accept_name(parser);
    if (condition->property == NULL || !parse_comparison_rest(parser, condition)) {
        free_condition(condition);
        return NULL;
    }
    return condition;
}

static Condition *parse_factor(Parser *parser)
{
    Condition *condition;

    if (++parser->nesting > MAX_NESTING) {
        return NULL;
    }
    if (accept_word(parser, L"NOT")) {
        condition = parse_factor(parser);
        if (condition != NULL) {
            condition = new_condition(CONDITION_NOT, condition, NULL);
        }
    } else if (accept_symbol(parser, L"(")) {
        condition = parse_condition(parser);
        if (condition != NULL && !accept_symbol(parser, L")")) {
            free_condition(condition);
            condition = NULL;
        }
    } else {
        condition = parse_comparison(parser);
    }
    parser->nesting--;
    return condition;
}

/* operand {word operand} */
static Condition *parse_chain(Parser *parser, const wchar_t *word, ConditionKind kind,
                              Condition *(*parseOperand)(Parser *))
{
    Condition *left = parseOperand(parser);

    while (left != NULL && accept_word(parser, word)) {
        Condition *right = parseOperand(parser);

        if (right == NULL) {
            free_condition(left);
            return NULL;
        }
        left = new_condition(kind, left, right);
    }
    return left;
}

static Condition *parse_and(Parser *parser)
{
    return parse_chain(parser, L"AND", CONDITION_AND, parse_factor);
}

static Condition *parse_condition(Parser *parser)
{
    return parse_chain(parser, L"OR", CONDITION_OR, parse_and);
}

static bool parse_columns(Parser *parser, WqlQuery *query)
{
    if (accept_symbol(parser, L"*")) {
        return true;
    }
    do {
        wchar_t *name = accept_name(parser);

        if (name == NULL) {
            return false;
        }
        query->columns = memory_grow(query->columns, query->columnCount, &query->columnCapacity,
                                     sizeof *query->columns);
        query->columns[query->columnCount++] = name;
    } while (accept_symbol(parser, L","));
    return true;
}

static bool parse_query(Parser *parser, WqlQuery *query)
{
    if (!accept_word(parser, L"SELECT") || !parse_columns(parser, query) || !accept_word(parser, L"FROM")) {
        return false;
    }
    query->className = accept_name(parser);
    if (query->className == NULL) {
        return false;
    }
    if (accept_word(parser, L"WHERE")) {
        query->where = parse_condition(parser);
        if (query->where == NULL) {
            return false;
        }
    }
    return parser->kind == TOKEN_END;
}

WqlQuery *wql_parse(const wchar_t *text)
{
    if (text == NULL) {
        return NULL;
    }

    WqlQuery *query = memory_new(sizeof *query);
    /* No token is longer than the query. */
    Parser parser = { .next = text, .token = memory_new((wcslen(text) + 1) * sizeof(wchar_t)) };

    advance(&parser);
    if (!parse_query(&parser, query)) {
        wql_free(query);
        query = NULL;
    }
    free(parser.token);
    return query;
}

/* --- checking against a class ---------------------------------------------------------------------------------- */

static bool literal_fits(const Condition *condition, MI_Type type)
{
    if (condition->comparison == COMPARE_IS_NULL) {
        return true;
    }
    switch (type) {
    case MI_STRING:
        return condition->literalKind == LITERAL_TEXT;
    case MI_BOOLEAN:
        return condition->comparison <= COMPARE_NOT_EQUAL &&
               (condition->literalKind == LITERAL_BOOLEAN || condition->literalKind == LITERAL_NUMBER);
    case MI_UINT8:
    case MI_UINT16:
    case MI_UINT32:
    case MI_UINT64:
        return condition->literalKind == LITERAL_NUMBER;
    default:
        return false; /* dates, arrays */
    }
}

static bool condition_fits(const Condition *condition, const CimClass *cimClass)
{
    if (condition == NULL) {
        return true;
    }
    if (condition->kind != CONDITION_COMPARISON) {
        return condition_fits(condition->left, cimClass) && condition_fits(condition->right, cimClass);
    }

    const CimProperty *property = cim_class_property(cimClass, condition->property);

    return property != NULL && literal_fits(condition, property->type);
}

bool wql_fits_class(const WqlQuery *query, const CimClass *cimClass)
{
    for (size_t i = 0; i < query->columnCount; i++) {
        if (cim_class_property(cimClass, query->columns[i]) == NULL) {
            return false;
        }
    }
    return condition_fits(query->where, cimClass);
}

/* --- evaluation ------------------------------------------------------------------------------------------------ */

static bool like(const wchar_t *text, const wchar_t *pattern)
{
    if (*pattern == L'\0') {
        return *text == L'\0';
    }
    if (*pattern == L'%') {
        return like(text, pattern + 1) || (*text != L'\0' && like(text + 1, pattern));
    }
    if (*text == L'\0') {
        return false;
    }
    return (*pattern == L'_' || towlower(*pattern) == towlower(*text)) && like(text + 1, pattern + 1);
}

static bool order_satisfies(int order, Comparison comparison)
{
    switch (comparison) {
    case COMPARE_EQUAL:
        return order == 0;
    case COMPARE_NOT_EQUAL:
        return order != 0;
    case COMPARE_LESS:
        return order < 0;
    case COMPARE_GREATER:
        return order > 0;
    case COMPARE_LESS_OR_EQUAL:
        return order <= 0;
    case COMPARE_GREATER_OR_EQUAL:
        return order >= 0;
    default:
        return false;
    }
}

static bool compare(const Condition *condition, const Element *element)
{
    /* An odd row (odd_rows.h) may lack the property, or have another type than the class declares. */
    bool isNull = element == NULL || (element->flags & MI_FLAG_NULL) != 0;
    MI_Uint64 number;

    if (condition->comparison == COMPARE_IS_NULL) {
        return isNull != (condition->number != 0);
    }
    if (isNull) {
        return false;
    }
    if ((condition->comparison == COMPARE_LIKE || condition->literalKind == LITERAL_TEXT) && element->type != MI_STRING) {
        return false;
    }
    if (condition->comparison == COMPARE_LIKE) {
        return like(element->value.string, condition->text);
    }
    if (condition->literalKind == LITERAL_TEXT) {
        return order_satisfies(_wcsicmp(element->value.string, condition->text), condition->comparison);
    }
    if (!element_number(element, &number)) {
        return false;
    }
    /* A property is never negative, so any negative literal is less. */
    MI_Uint64 literal = (MI_Uint64)condition->number;
    int order = condition->number < 0 ? 1 : (number > literal) - (number < literal);

    return order_satisfies(order, condition->comparison);
}

static bool condition_holds(const Condition *condition, const MI_Instance *instance)
{
    switch (condition->kind) {
    case CONDITION_AND:
        return condition_holds(condition->left, instance) && condition_holds(condition->right, instance);
    case CONDITION_OR:
        return condition_holds(condition->left, instance) || condition_holds(condition->right, instance);
    case CONDITION_NOT:
        return !condition_holds(condition->left, instance);
    default:
        return compare(condition, instance_find(instance, condition->property));
    }
}

bool wql_matches(const WqlQuery *query, const MI_Instance *instance)
{
    return query->where == NULL || condition_holds(query->where, instance);
}

static bool is_selected(const Element *element, const void *context)
{
    const WqlQuery *query = context;

    if ((element->flags & MI_FLAG_KEY) != 0) {
        return true;
    }
    for (size_t i = 0; i < query->columnCount; i++) {
        if (_wcsicmp(query->columns[i], element->name) == 0) {
            return true;
        }
    }
    return false;
}

MI_Instance *wql_project(const WqlQuery *query, MI_Instance *instance)
{
    return query->columnCount == 0 ? instance : instance_filter(instance, is_selected, query);
}
