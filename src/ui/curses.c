/* The terminal through ncurses: see screen.h. */
#include "ui/screen.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *terminal;
static FILE *keyboard; /* NULL: standard input */
static bool plain_only;
static attr_t attributes[PW_STYLES];

/* What a style looks like without colours: every meaning has an attribute of its own. */
static void choose_attributes(bool colours)
{
    attributes[PW_STYLE_PLAIN] = A_NORMAL;
    attributes[PW_STYLE_TITLE] = A_REVERSE;
    attributes[PW_STYLE_DIM] = colours ? A_DIM : A_NORMAL;
    attributes[PW_STYLE_SELECTED] = A_REVERSE | A_BOLD;
    attributes[PW_STYLE_LIT] = A_REVERSE;
    attributes[PW_STYLE_KEY] = A_BOLD;
    attributes[PW_STYLE_CLIENT] = A_NORMAL;
    attributes[PW_STYLE_SERVER] = A_NORMAL;
    attributes[PW_STYLE_GOOD] = A_BOLD;
    attributes[PW_STYLE_BAD] = A_BOLD | A_UNDERLINE;
    attributes[PW_STYLE_ASK] = A_BOLD;
    if (!colours)
        return;
    static const struct {
        enum pw_style style;
        short foreground, background;
    } pairs[] = {
        {PW_STYLE_LIT, COLOR_BLACK, COLOR_YELLOW},
        {PW_STYLE_CLIENT, COLOR_CYAN, -1},
        {PW_STYLE_SERVER, COLOR_MAGENTA, -1},
        {PW_STYLE_GOOD, COLOR_GREEN, -1},
        {PW_STYLE_BAD, COLOR_RED, -1},
        {PW_STYLE_KEY, COLOR_CYAN, -1},
        {PW_STYLE_ASK, COLOR_YELLOW, -1},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        init_pair((short)(i + 1), pairs[i].foreground, pairs[i].background);
        if (pairs[i].style == PW_STYLE_LIT)
            attributes[PW_STYLE_LIT] = A_NORMAL;
        attributes[pairs[i].style] |= (attr_t)COLOR_PAIR(i + 1);
    }
}

static bool wants_colours(void)
{
    const char *no = getenv("NO_COLOR");
    return !(no && *no) && has_colors();
}

bool pw_screen_open(bool ascii, struct pw_error *error)
{
    const char *name = getenv("TERM");
    if (!isatty(STDOUT_FILENO))
        return pw_error_set(error, "standard output is no terminal: try packetwalk explain");
    if (!name || !*name)
        return pw_error_set(error, "TERM is not set: the kind of terminal is not known");
    /* A capture may come through standard input: keys then come from the terminal itself. */
    if (!isatty(STDIN_FILENO) && !(keyboard = fopen("/dev/tty", "re")))
        return pw_error_set(error, "/dev/tty: %s: there is no keyboard", strerror(errno));
    terminal = newterm(NULL, stdout, keyboard ? keyboard : stdin);
    if (!terminal)
        return pw_error_set(
            error, "TERM=%s: no such terminal is known, or it cannot move its cursor", name);
    set_term(terminal);
    cbreak();
    noecho();
    nonl();
    curs_set(0);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(25);
    mousemask(BUTTON1_CLICKED | BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
    mouseinterval(0);
    bool colours = wants_colours();
    if (colours) {
        start_color();
        use_default_colors();
    }
    choose_attributes(colours);
    plain_only = ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
    return true;
}

void pw_screen_close(void)
{
    if (!terminal)
        return;
    endwin();
    delscreen(terminal);
    terminal = NULL;
    if (keyboard)
        fclose(keyboard);
    keyboard = NULL;
}

int pw_screen_descriptor(void)
{
    return keyboard ? fileno(keyboard) : STDIN_FILENO;
}

void pw_screen_size(struct pw_cells *cells)
{
    int rows, columns;
    getmaxyx(stdscr, rows, columns);
    cells->ascii = plain_only;
    pw_cells_size(cells, columns, rows);
}

static void show_row(const struct pw_cells *cells, int y)
{
    for (int x = 0; x < cells->columns; x++) {
        const struct pw_cell *cell = &cells->cell[y * cells->columns + x];
        if (!cell->text[0])
            continue;
        attrset((int)attributes[cell->style]);
        mvaddstr(y, x, cell->text);
    }
}

void pw_screen_show(const struct pw_cells *cells, bool all)
{
    erase();
    for (int y = 0; y < cells->rows; y++)
        show_row(cells, y);
    attrset(A_NORMAL);
    if (all)
        clearok(curscr, TRUE);
    refresh();
}

static int read_mouse(int *y, int *x)
{
    MEVENT event;
    if (getmouse(&event) != OK)
        return 0;
    if (event.bstate & BUTTON4_PRESSED)
        return PW_KEY_UP;
    if (event.bstate & BUTTON5_PRESSED)
        return PW_KEY_DOWN;
    *y = event.y;
    *x = event.x;
    return PW_KEY_CLICK;
}

static int special_key(wint_t key, int *y, int *x)
{
    static const struct {
        wint_t curses;
        int key;
    } keys[] = {
        {KEY_UP, PW_KEY_UP},         {KEY_DOWN, PW_KEY_DOWN},           {KEY_LEFT, PW_KEY_LEFT},
        {KEY_RIGHT, PW_KEY_RIGHT},   {KEY_HOME, PW_KEY_HOME},           {KEY_END, PW_KEY_END},
        {KEY_PPAGE, PW_KEY_PAGE_UP}, {KEY_NPAGE, PW_KEY_PAGE_DOWN},     {KEY_BTAB, PW_KEY_BACKTAB},
        {KEY_ENTER, PW_KEY_ENTER},   {KEY_BACKSPACE, PW_KEY_BACKSPACE}, {KEY_RESIZE, -1},
    };
    if (key == KEY_MOUSE)
        return read_mouse(y, x);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].curses == key)
            return keys[i].key;
    return PW_KEY_BACKTAB + 100; /* a key nobody knows: not the same as none */
}

int pw_screen_key(int *y, int *x)
{
    wint_t key;
    int kind = get_wch(&key);
    if (kind == ERR)
        return 0;
    if (kind == KEY_CODE_YES)
        return special_key(key, y, x);
    if (key == '\r')
        return PW_KEY_ENTER;
    if (key == 127)
        return PW_KEY_BACKSPACE;
    return (int)key;
}
