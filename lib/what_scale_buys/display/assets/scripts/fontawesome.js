/* Stands in for the theme's script of the same name, more than half of a page's weight: the theme's web fonts
   draw the same icons without it. */
