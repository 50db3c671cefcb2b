/* MI_Instance: an ordered list of named, typed values. Used for rows, parameters and error details alike. */
#ifndef INSTANCE_H
#define INSTANCE_H

#include <stdbool.h>
#include <stddef.h>

#include "mi_abi.h"

typedef struct Element {
    wchar_t *name;
    MI_Type type;
    MI_Uint32 flags; /* MI_FLAG_NULL without a value */
    MI_Value value;  /* owned */
} Element;

MI_Instance *instance_new(const wchar_t *className, const wchar_t *nameSpace);
MI_Instance *instance_clone(const MI_Instance *source); /* NULL for NULL */
void instance_delete(MI_Instance *instance);            /* nothing for NULL */

const wchar_t *instance_class_name(const MI_Instance *instance);
size_t instance_element_count(const MI_Instance *instance);
const Element *instance_element(const MI_Instance *instance, size_t index);

/* Names compare without case. NULL if there is no such element. */
const Element *instance_find(const MI_Instance *instance, const wchar_t *name);

/* The text of a string element; NULL if it is missing or null. */
const wchar_t *instance_text(const MI_Instance *instance, const wchar_t *name);

/* Appends an element. The value is copied; a NULL value creates a null element. */
void instance_add(MI_Instance *instance, const wchar_t *name, MI_Type type, MI_Uint32 flags, const MI_Value *value);

/* Set the value of an existing element of this type. Any other element ends the program. */
void instance_set_text(MI_Instance *instance, const wchar_t *name, const wchar_t *text);
void instance_set_number(MI_Instance *instance, const wchar_t *name, MI_Uint64 number);
void instance_set_value(MI_Instance *instance, const wchar_t *name, MI_Type type, const MI_Value *value);

/* The instance reduced to the elements for which `keep` returns true. Takes ownership of `instance`. */
MI_Instance *instance_filter(MI_Instance *instance, bool (*keep)(const Element *element, const void *context),
                             const void *context);

/* True and the number for a value of an unsigned type or a boolean that is not null. */
bool element_number(const Element *element, MI_Uint64 *number);

typedef struct InstanceList {
    MI_Instance **items; /* owned */
    size_t count;
    size_t capacity;
} InstanceList;

void instance_list_add(InstanceList *list, MI_Instance *instance);
void instance_list_free(InstanceList *list);

#endif
