/*
 * Malformed rows, which a client must tolerate: "[odd] MSFT_NetRoute.NextHop=missing" in mi.ini adds a copy before each
 * real row of the class, in which that property is
 *
 *     missing    absent
 *     null       present, without a value
 *     boolean    true          } of another type than it was declared with
 *     text       "odd"         }
 *     empty      ""            }
 *     number     2^64 - 1      }
 *     array      ("odd")       }
 */
#ifndef ODD_ROWS_H
#define ODD_ROWS_H

#include "instance.h"

/* Handles an entry of the section. An invalid entry ends the process. */
void odd_rows_read(const wchar_t *section, const wchar_t *key, const wchar_t *value);

/* Adds the odd copies of this class that mi.ini configures. */
void odd_rows_add(const wchar_t *className, InstanceList *list);

#endif
