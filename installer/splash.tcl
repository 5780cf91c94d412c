# The splash, the first thing the customer sees: whose service opens, while all the rest is still being unpacked.
#
# PyInstaller's bootloader runs this with Tk, in a thread of its own, before it unpacks anything else. It asks nothing,
# takes no orders and listens on nothing. It is there as long as the file that it lays into the unpacked folder, which
# is this run's alone: the agent takes that away (agent/opening.py), and the end of the agent ends it too.
#
# Set before (installer/splash.py): brand, accent, language ("auto", "fr" or "en"), file (its name), family, ground, ink,
# quiet; title, opening and nothing, each by language. Set by who shows it without a plug-in: told (a command line).

# Return what the command line says after the program's name; nothing where it cannot be read, as on Windows.
proc told {} {
    if {$::tcl_platform(platform) eq "windows" || [catch {open /proc/self/cmdline} line]} {
        return ""
    }
    set words [split [string trimright [read $line] \0] \0]
    close $line
    return [join [lrange $words 1 end]]
}

# Return the languages to speak: none where the command line asks for something else than the plug-in's windows, all
# where neither it nor the brand nor the system says which (agent/language.py tells the system's in the same way).
proc languages {told} {
    global env language
    if {![regexp {^(?:--lang[ =](fr|en))?$} $told -> asked]} {
        return {}
    }
    foreach one [list $asked $language] {
        if {$one in {fr en}} {
            return $one
        }
    }
    if {$::tcl_platform(platform) eq "windows"} {
        return {fr en}
    }
    foreach name {LC_ALL LC_MESSAGES LANG} {
        if {[info exists env($name)] && [lindex [split $env($name) .] 0] ni {{} C POSIX}} {
            return [expr {[string match -nocase fr* $env($name)] ? "fr" : "en"}]
        }
    }
    return fr
}

# Return a text in each of these languages, one after the other.
proc spoken {text languages between} {
    upvar #0 $text said
    return [join [lmap one $languages {set said($one)}] $between]
}

# Run a script that is the first to use letters: fontconfig begins no cache for this person (as agent/ui/caches.py).
# It tries the person's cache folder, and after that the home itself (fonts-conf(5), cachedir).
proc without_traces {script} {
    global env
    set before [list {*}[array get env XDG_CACHE_HOME] {*}[array get env HOME]]
    set caches [expr {[info exists env(XDG_CACHE_HOME)] && $env(XDG_CACHE_HOME) ne "" ? $env(XDG_CACHE_HOME) : "~/.cache"}]
    if {[catch {file isdirectory $caches/fontconfig} there] || !$there} {
        set env(XDG_CACHE_HOME) /dev/null
        set env(HOME) /dev/null
    }
    try {
        uplevel $script
    } finally {
        unset -nocomplain env(XDG_CACHE_HOME) env(HOME)
        array set env $before
    }
}

# Draw it in the middle of the screen.
proc draw {languages} {
    global accent brand family ground ink quiet
    set scale [expr {max(1.0, [winfo fpixels . 1i] / 96)}]
    set width [expr {round(460 * $scale)}]
    toplevel .splash -class Handrail-splash -background $ground -highlightthickness 1 -highlightbackground $quiet
    wm withdraw .splash
    wm title .splash [spoken title $languages " - "]
    pack [frame .splash.rule -height [expr {round(6 * $scale)}] -width $width -background $accent] -fill x
    foreach {name text pixels weight colour} [list \
        brand $brand 26 bold $ink \
        opening [spoken opening $languages \n] 20 normal $ink \
        nothing [spoken nothing $languages \n] 18 normal $quiet \
    ] {
        label .splash.$name -text $text -font [list $family [expr {-round($pixels * $scale)}] $weight] \
            -background $ground -foreground $colour -wraplength [expr {round($width * 0.9)}]
        pack .splash.$name -padx [expr {round(24 * $scale)}] -pady [expr {round(10 * $scale)}]
    }
    if {[tk windowingsystem] eq "x11"} {
        wm attributes .splash -type splash ;# the window manager puts it into the middle, without a frame
    } else {
        wm overrideredirect .splash 1
        update idletasks
        set left [expr {([winfo screenwidth .] - [winfo reqwidth .splash]) / 2}]
        wm geometry .splash +$left+[expr {([winfo screenheight .] - [winfo reqheight .splash]) / 2}]
    }
    wm deiconify .splash
}

# Stay as long as that file and the window do.
proc stay {path} {
    if {[file exists $path] && [winfo exists .splash]} {
        after 50 [list stay $path]
    } else {
        exit
    }
}

catch {rename send {}} ;# with which other programs on this screen could have Tk run something
wm withdraw .
set spoken [languages [expr {[info exists told] ? $told : [told]}]]
if {$spoken eq {}} {
    exit
} else {
    without_traces {draw $spoken}
    set laid [file join [file dirname $tcl_library] $file]
    close [open $laid w 0600]
    stay $laid
}
