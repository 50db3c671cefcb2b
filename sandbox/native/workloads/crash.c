/*
 * crash.exe
 *
 * Writes to address 0.
 */
int wmain(void)
{
    *(volatile int *)0 = 1;
    return 0;
}
