#include "instance.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "checked_memory.h"
#include "faults.h"
#include "trace.h"

typedef struct Instance {
    MI_Instance base; /* the client's view; must be the first member */
    wchar_t *className;
    Element *elements;
    size_t count;
    size_t capacity;
} Instance;

static const MI_InstanceFT instanceFunctions;

static Instance *own(const MI_Instance *instance)
{
    return (Instance *)instance;
}

/* --- values ---------------------------------------------------------------------------------------------------- */

static size_t scalar_size(MI_Type type)
{
    switch (type & ~(MI_Type)MI_ARRAY) {
    case MI_BOOLEAN:
    case MI_UINT8:
    case MI_SINT8:
        return 1;
    case MI_UINT16:
    case MI_SINT16:
    case MI_CHAR16:
        return 2;
    case MI_UINT32:
    case MI_SINT32:
    case MI_REAL32:
        return 4;
    case MI_DATETIME:
        return sizeof(MI_Datetime);
    default:
        return 8; /* 64-bit numbers and pointers */
    }
}

/* Copies one scalar and the value it points to. */
static void copy_scalar(void *target, const void *source, MI_Type type)
{
    if (type == MI_STRING) {
        *(wchar_t **)target = memory_copy_text(*(wchar_t *const *)source);
    } else if (type == MI_REFERENCE || type == MI_INSTANCE) {
        *(MI_Instance **)target = instance_clone(*(MI_Instance *const *)source);
    } else {
        memcpy(target, source, scalar_size(type));
    }
}

static void free_scalar(void *target, MI_Type type)
{
    if (type == MI_STRING) {
        free(*(wchar_t **)target);
    } else if (type == MI_REFERENCE || type == MI_INSTANCE) {
        instance_delete(*(MI_Instance **)target);
    }
}

static void copy_value(MI_Value *target, const MI_Value *source, MI_Type type)
{
    memset(target, 0, sizeof *target);
    if ((type & MI_ARRAY) == 0) {
        copy_scalar(target, source, type);
        return;
    }

    MI_Type elementType = type & ~(MI_Type)MI_ARRAY;
    size_t elementSize = scalar_size(type);

    target->array.size = source->array.size;
    target->array.data = memory_new((source->array.size + 1) * elementSize);
    for (size_t i = 0; i < source->array.size; i++) {
        copy_scalar((char *)target->array.data + i * elementSize, (const char *)source->array.data + i * elementSize,
                    elementType);
    }
}

static void free_value(Element *element)
{
    if ((element->flags & MI_FLAG_NULL) != 0) {
        return;
    }
    if ((element->type & MI_ARRAY) == 0) {
        free_scalar(&element->value, element->type);
        return;
    }

    size_t elementSize = scalar_size(element->type);

    for (size_t i = 0; i < element->value.array.size; i++) {
        free_scalar((char *)element->value.array.data + i * elementSize, element->type & ~(MI_Type)MI_ARRAY);
    }
    free(element->value.array.data);
}

static void replace_value(Element *element, MI_Type type, const MI_Value *value)
{
    free_value(element);
    memset(&element->value, 0, sizeof element->value);
    element->type = type;
    element->flags |= MI_FLAG_NULL;
    if (value != NULL) {
        element->flags &= ~MI_FLAG_NULL;
        copy_value(&element->value, value, type);
    }
}

/* --- instances: the functions for the rest of this library ----------------------------------------------------- */

MI_Instance *instance_new(const wchar_t *className, const wchar_t *nameSpace)
{
    Instance *instance = memory_new(sizeof *instance);

    instance->base.ft = &instanceFunctions;
    instance->base.serverName = memory_copy_text(L"SANDBOX");
    instance->base.nameSpace = memory_copy_text(nameSpace);
    instance->className = memory_copy_text(className);
    live_object_created(LIVE_INSTANCE);
    return &instance->base;
}

MI_Instance *instance_clone(const MI_Instance *source)
{
    if (source == NULL) {
        return NULL;
    }

    MI_Instance *clone = instance_new(own(source)->className, source->nameSpace);

    for (size_t i = 0; i < own(source)->count; i++) {
        const Element *element = &own(source)->elements[i];
        const MI_Value *value = (element->flags & MI_FLAG_NULL) != 0 ? NULL : &element->value;
        instance_add(clone, element->name, element->type, element->flags, value);
    }
    return clone;
}

void instance_delete(MI_Instance *instance)
{
    if (instance == NULL) {
        return;
    }
    for (size_t i = 0; i < own(instance)->count; i++) {
        free_value(&own(instance)->elements[i]);
        free(own(instance)->elements[i].name);
    }
    free(own(instance)->elements);
    free(own(instance)->className);
    free((wchar_t *)instance->serverName);
    free((wchar_t *)instance->nameSpace);
    /* A client that uses a deleted instance must fail at once. */
    memset(instance, 0xDD, sizeof *instance);
    free(instance);
    live_object_destroyed(LIVE_INSTANCE);
}

const wchar_t *instance_class_name(const MI_Instance *instance)
{
    return own(instance)->className;
}

size_t instance_element_count(const MI_Instance *instance)
{
    return own(instance)->count;
}

const Element *instance_element(const MI_Instance *instance, size_t index)
{
    return &own(instance)->elements[index];
}

static Element *find_element(const MI_Instance *instance, const wchar_t *name)
{
    for (size_t i = 0; i < own(instance)->count; i++) {
        if (_wcsicmp(own(instance)->elements[i].name, name) == 0) {
            return &own(instance)->elements[i];
        }
    }
    return NULL;
}

const Element *instance_find(const MI_Instance *instance, const wchar_t *name)
{
    return find_element(instance, name);
}

const wchar_t *instance_text(const MI_Instance *instance, const wchar_t *name)
{
    const Element *element = find_element(instance, name);

    if (element == NULL || element->type != MI_STRING || (element->flags & MI_FLAG_NULL) != 0) {
        return NULL;
    }
    return element->value.string;
}

void instance_add(MI_Instance *instance, const wchar_t *name, MI_Type type, MI_Uint32 flags, const MI_Value *value)
{
    Instance *target = own(instance);

    target->elements = memory_grow(target->elements, target->count, &target->capacity, sizeof *target->elements);

    Element *element = &target->elements[target->count++];

    memset(element, 0, sizeof *element);
    element->name = memory_copy_text(name);
    element->type = type;
    element->flags = flags | MI_FLAG_NULL;
    replace_value(element, type, value);
}

static Element *find_declared(MI_Instance *instance, const wchar_t *name)
{
    return memory_checked(find_element(instance, name));
}

void instance_set_value(MI_Instance *instance, const wchar_t *name, MI_Type type, const MI_Value *value)
{
    Element *element = find_declared(instance, name);

    if (element->type != type) {
        abort();
    }
    replace_value(element, type, value);
}

void instance_set_text(MI_Instance *instance, const wchar_t *name, const wchar_t *text)
{
    MI_Value value = { .string = (wchar_t *)text };

    instance_set_value(instance, name, MI_STRING, &value);
}

void instance_set_number(MI_Instance *instance, const wchar_t *name, MI_Uint64 number)
{
    Element *element = find_declared(instance, name);
    MI_Value value = { 0 };

    switch (element->type) {
    case MI_BOOLEAN:
        value.boolean = number != 0;
        break;
    case MI_UINT8:
        value.uint8 = (MI_Uint8)number;
        break;
    case MI_UINT16:
        value.uint16 = (MI_Uint16)number;
        break;
    case MI_UINT32:
        value.uint32 = (MI_Uint32)number;
        break;
    case MI_UINT64:
        value.uint64 = number;
        break;
    default:
        abort();
    }
    replace_value(element, element->type, &value);
}

MI_Instance *instance_filter(MI_Instance *instance, bool (*keep)(const Element *element, const void *context),
                             const void *context)
{
    Instance *target = own(instance);
    size_t kept = 0;

    for (size_t i = 0; i < target->count; i++) {
        if (keep(&target->elements[i], context)) {
            target->elements[kept++] = target->elements[i];
        } else {
            free_value(&target->elements[i]);
            free(target->elements[i].name);
        }
    }
    target->count = kept;
    return instance;
}

bool element_number(const Element *element, MI_Uint64 *number)
{
    if ((element->flags & MI_FLAG_NULL) != 0) {
        return false;
    }
    switch (element->type) {
    case MI_BOOLEAN:
        *number = element->value.boolean != 0;
        return true;
    case MI_UINT8:
        *number = element->value.uint8;
        return true;
    case MI_UINT16:
        *number = element->value.uint16;
        return true;
    case MI_UINT32:
        *number = element->value.uint32;
        return true;
    case MI_UINT64:
        *number = element->value.uint64;
        return true;
    default:
        return false;
    }
}

void instance_list_add(InstanceList *list, MI_Instance *instance)
{
    list->items = memory_grow(list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = instance;
}

void instance_list_free(InstanceList *list)
{
    for (size_t i = 0; i < list->count; i++) {
        instance_delete(list->items[i]);
    }
    free(list->items);
    memset(list, 0, sizeof *list);
}

/* --- instances: the functions for the client ------------------------------------------------------------------- */

/* "Name=value" for the trace; numbers and text only. */
static void trace_element(const wchar_t *call, const wchar_t *name, const MI_Value *value, MI_Type type,
                          MI_Uint32 flags, MI_Result result)
{
    Element element = { .type = type, .flags = value == NULL ? MI_FLAG_NULL : 0 };
    MI_Uint64 number;

    if (value != NULL) {
        element.value = *value;
    }
    if (element_number(&element, &number)) {
        trace(L"%ls(%ls = %I64u, type %u, flags 0x%x) = %ls", call, name, number, type, flags,
              trace_result_name(result));
    } else if (value != NULL && type == MI_STRING) {
        trace(L"%ls(%ls = '%ls', type %u, flags 0x%x) = %ls", call, name, value->string, type, flags,
              trace_result_name(result));
    } else {
        trace(L"%ls(%ls%ls, type %u, flags 0x%x) = %ls", call, name, value == NULL ? L" = null" : L"", type, flags,
              trace_result_name(result));
    }
}

static MI_Result Instance_Clone(const MI_Instance *self, MI_Instance **newInstance)
{
    *newInstance = instance_clone(self);
    trace(L"Instance.Clone(%ls) = OK", own(self)->className);
    return MI_RESULT_OK;
}

static MI_Result Instance_Delete(MI_Instance *self)
{
    trace(L"Instance.Delete(%ls) = OK", own(self)->className);
    instance_delete(self);
    return MI_RESULT_OK;
}

/* Destruct is for instances in the client's memory, which this library does not support. */
static MI_Result Instance_Destruct(MI_Instance *self)
{
    trace(L"Instance.Destruct(%ls) = NOT_SUPPORTED", own(self)->className);
    return MI_RESULT_NOT_SUPPORTED;
}

static MI_Result Instance_IsA(const MI_Instance *self, const MI_ClassDecl *classDecl, MI_Boolean *flag)
{
    trace(L"Instance.IsA(%ls) = NOT_SUPPORTED", own(self)->className);
    *flag = 0;
    return MI_RESULT_NOT_SUPPORTED;
}

static MI_Result Instance_GetClassName(const MI_Instance *self, const MI_Char **className)
{
    trace(L"Instance.GetClassName(%ls) = OK", own(self)->className);
    *className = own(self)->className;
    return MI_RESULT_OK;
}

static MI_Result Instance_SetNameSpace(MI_Instance *self, const MI_Char *nameSpace)
{
    trace(L"Instance.SetNameSpace(%ls, %ls) = OK", own(self)->className, nameSpace);
    free((wchar_t *)self->nameSpace);
    self->nameSpace = memory_copy_text(nameSpace);
    return MI_RESULT_OK;
}

static MI_Result Instance_GetNameSpace(const MI_Instance *self, const MI_Char **nameSpace)
{
    trace(L"Instance.GetNameSpace(%ls) = OK", own(self)->className);
    *nameSpace = self->nameSpace;
    return MI_RESULT_OK;
}

static MI_Result Instance_GetServerName(const MI_Instance *self, const MI_Char **name)
{
    trace(L"Instance.GetServerName(%ls) = OK", own(self)->className);
    *name = self->serverName;
    return MI_RESULT_OK;
}

static MI_Result Instance_SetServerName(MI_Instance *self, const MI_Char *name)
{
    trace(L"Instance.SetServerName(%ls, %ls) = OK", own(self)->className, name);
    free((wchar_t *)self->serverName);
    self->serverName = memory_copy_text(name);
    return MI_RESULT_OK;
}

static MI_Result Instance_GetElementCount(const MI_Instance *self, MI_Uint32 *count)
{
    *count = (MI_Uint32)own(self)->count;
    trace(L"Instance.GetElementCount(%ls) = OK, %u", own(self)->className, *count);
    return MI_RESULT_OK;
}

static MI_Result Instance_AddElement(MI_Instance *self, const MI_Char *name, const MI_Value *value, MI_Type type,
                                     MI_Uint32 flags)
{
    MI_Result result = find_element(self, name) == NULL ? faults_result(FAULT_ADD_ELEMENT) : MI_RESULT_ALREADY_EXISTS;
    const MI_Value *present = (flags & MI_FLAG_NULL) != 0 ? NULL : value;

    trace_element(L"Instance.AddElement", name, present, type, flags, result);
    if (result == MI_RESULT_OK) {
        instance_add(self, name, type, flags, present);
    }
    return result;
}

/* Changes an element. The given type must be the element's type. */
static MI_Result change_element(const wchar_t *call, Element *element, MI_Result whenMissing, const MI_Value *value,
                                MI_Type type, MI_Uint32 flags)
{
    MI_Result result = MI_RESULT_OK;
    const MI_Value *present = (flags & MI_FLAG_NULL) != 0 ? NULL : value;

    if (element == NULL) {
        result = whenMissing;
    } else if (element->type != type) {
        result = MI_RESULT_TYPE_MISMATCH;
    } else {
        replace_value(element, type, present);
    }
    trace_element(call, element == NULL ? NULL : element->name, present, type, flags, result);
    return result;
}

static Element *element_at(const MI_Instance *instance, MI_Uint32 index)
{
    return index < own(instance)->count ? &own(instance)->elements[index] : NULL;
}

static MI_Result Instance_SetElement(MI_Instance *self, const MI_Char *name, const MI_Value *value, MI_Type type,
                                     MI_Uint32 flags)
{
    return change_element(L"Instance.SetElement", find_element(self, name), MI_RESULT_NO_SUCH_PROPERTY, value, type,
                          flags);
}

static MI_Result Instance_SetElementAt(MI_Instance *self, MI_Uint32 index, const MI_Value *value, MI_Type type,
                                       MI_Uint32 flags)
{
    return change_element(L"Instance.SetElementAt", element_at(self, index), MI_RESULT_NOT_FOUND, value, type, flags);
}

static MI_Result Instance_ClearElement(MI_Instance *self, const MI_Char *name)
{
    Element *element = find_element(self, name);

    return change_element(L"Instance.ClearElement", element, MI_RESULT_NO_SUCH_PROPERTY, NULL,
                          element == NULL ? 0 : element->type, 0);
}

static MI_Result Instance_ClearElementAt(MI_Instance *self, MI_Uint32 index)
{
    Element *element = element_at(self, index);

    return change_element(L"Instance.ClearElementAt", element, MI_RESULT_NOT_FOUND, NULL,
                          element == NULL ? 0 : element->type, 0);
}

/* The instance keeps owning what a getter returns. Every out pointer may be NULL. */
static void give_element(const Element *element, const MI_Char **name, MI_Value *value, MI_Type *type,
                         MI_Uint32 *flags)
{
    if (name != NULL) {
        *name = element->name;
    }
    if (value != NULL) {
        *value = element->value;
    }
    if (type != NULL) {
        *type = element->type;
    }
    if (flags != NULL) {
        *flags = element->flags;
    }
}

static MI_Result Instance_GetElement(const MI_Instance *self, const MI_Char *name, MI_Value *value, MI_Type *type,
                                     MI_Uint32 *flags, MI_Uint32 *index)
{
    const Element *element = find_element(self, name);
    MI_Result result = element == NULL ? MI_RESULT_NO_SUCH_PROPERTY : MI_RESULT_OK;

    trace(L"Instance.GetElement(%ls, %ls) = %ls", own(self)->className, name, trace_result_name(result));
    if (element != NULL) {
        give_element(element, NULL, value, type, flags);
        if (index != NULL) {
            *index = (MI_Uint32)(element - own(self)->elements);
        }
    }
    return result;
}

static MI_Result Instance_GetElementAt(const MI_Instance *self, MI_Uint32 index, const MI_Char **name,
                                       MI_Value *value, MI_Type *type, MI_Uint32 *flags)
{
    const Element *element = element_at(self, index);
    MI_Result result = element == NULL ? MI_RESULT_NOT_FOUND : MI_RESULT_OK;

    trace(L"Instance.GetElementAt(%ls, %u) = %ls", own(self)->className, index, trace_result_name(result));
    if (element != NULL) {
        give_element(element, name, value, type, flags);
    }
    return result;
}

static MI_Result Instance_GetClass(const MI_Instance *self, MI_Class **instanceClass)
{
    trace(L"Instance.GetClass(%ls) = NOT_SUPPORTED", own(self)->className);
    *instanceClass = NULL;
    return MI_RESULT_NOT_SUPPORTED;
}

static const MI_InstanceFT instanceFunctions = {
    .Clone = Instance_Clone,
    .Destruct = Instance_Destruct,
    .Delete = Instance_Delete,
    .IsA = Instance_IsA,
    .GetClassName = Instance_GetClassName,
    .SetNameSpace = Instance_SetNameSpace,
    .GetNameSpace = Instance_GetNameSpace,
    .GetElementCount = Instance_GetElementCount,
    .AddElement = Instance_AddElement,
    .SetElement = Instance_SetElement,
    .SetElementAt = Instance_SetElementAt,
    .GetElement = Instance_GetElement,
    .GetElementAt = Instance_GetElementAt,
    .ClearElement = Instance_ClearElement,
    .ClearElementAt = Instance_ClearElementAt,
    .GetServerName = Instance_GetServerName,
    .SetServerName = Instance_SetServerName,
    .GetClass = Instance_GetClass,
};
