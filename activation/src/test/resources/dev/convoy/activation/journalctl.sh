#!/bin/sh
printf 'last words of %s\n' "$3"
