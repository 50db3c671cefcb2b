/*
 * Rows that no client can rely on never to meet: "[odd] MSFT_NetRoute.NextHop=missing" in mi.ini puts an odd copy before
 * each real row of the class, in which that property is
 *
 *     missing    not there at all
 *     null       there, without a value
 *     boolean    true          } of another type than it was declared with
 *     text       "odd"         }
 *     empty      ""            }
 *     number     2^64 - 1      }
 *     array      ("odd")       }
 */
#ifndef ODD_ROWS_H
#define ODD_ROWS_H

#include "instance.h"

/* Handles an entry of the section; what is no such entry ends the process. */
void odd_rows_read(const wchar_t *section, const wchar_t *key, const wchar_t *value);

/* Puts the odd copies into the list, where mi.ini asks for some of this class. */
void odd_rows_add(const wchar_t *className, InstanceList *list);

#endif
