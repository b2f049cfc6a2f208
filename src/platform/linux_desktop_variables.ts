/** What programs on a Linux desktop are told of it by variables. None of them holds a secret. */

/** Which display, bus and folders the graphical session has, and its language. */
const session = [
  ...["DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"],
  ...["XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "DESKTOP_SESSION", "LANGUAGE", "LC_ALL", "LC_CTYPE"],
  ...["XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_HOME", "XDG_DATA_DIRS", "XDG_CACHE_HOME"],
];

/** How GTK looks, and which of its parts it uses. */
const gtk = [
  ...["GDK_BACKEND", "GDK_SCALE", "GDK_DPI_SCALE", "GDK_PIXBUF_MODULE_FILE", "GTK_THEME", "GTK_MODULES"],
  ...["GTK_PATH", "GTK_DATA_PREFIX", "GTK_EXE_PREFIX", "GTK_A11Y", "NO_AT_BRIDGE", "AT_SPI_BUS_ADDRESS"],
  ...["GIO_EXTRA_MODULES", "GSETTINGS_BACKEND", "GSETTINGS_SCHEMA_DIR", "FONTCONFIG_FILE", "FONTCONFIG_PATH"],
];

/** Where libraries are, on systems that keep them elsewhere. */
const libraries = ["LD_LIBRARY_PATH", "NIX_LD", "NIX_LD_LIBRARY_PATH"];

export const linuxDesktopVariables: readonly string[] = [...session, ...gtk, ...libraries];
