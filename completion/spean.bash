# bash completion for spean(1): commands and options as the program itself names them.
_spean() {
	local word=${COMP_WORDS[COMP_CWORD]} words=("${COMP_WORDS[@]:1:COMP_CWORD-1}") line
	if [[ $word == -* ]]; then
		line=$("${COMP_WORDS[0]}" "${words[@]}" --help 2>/dev/null)
		mapfile -t COMPREPLY < <(compgen -W "$(grep -oE -- '--[a-z-]+' <<<"$line" | sort -u)" -- "$word")
	else
		line=$(SPEAN_LANG=en "${COMP_WORDS[0]}" help 2>/dev/null | sed -n 's/^  \([a-z]\+\( [a-z]\+\)\?\)  .*/\1/p')
		case ${#words[@]} in
		0) mapfile -t COMPREPLY < <(compgen -W "$(cut -d' ' -f1 <<<"$line" | sort -u)" -- "$word") ;;
		1) mapfile -t COMPREPLY < <(compgen -W "$(sed -n "s/^${words[0]} //p" <<<"$line")" -- "$word"; compgen -f -- "$word") ;;
		*) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
		esac
	fi
}
complete -o default -F _spean spean
