// Stands in for the header of Visual C++.
#pragma once
typedef struct { long long content[32]; } jmp_buf[1];
